"""Write the sheets for learners in `teaching` as pages to print, into the folder `html`. `make html` runs this."""

from pathlib import Path

import mistune

from tools.set_up import ROOT

SHEETS = ("worksheet", "quiz", "homework")  # what learners get; not the answers
STYLE = """
@page { margin: 12mm 14mm; }
body { font: 10pt/1.4 sans-serif; max-width: 180mm; margin: auto; }
h1 { font-size: 15pt; margin: 0; }
p, table { margin: 0.7em 0; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { border: 1px solid gray; height: 1.6em; padding: 0 0.5em; text-align: left; }
"""


def write_pages(folder: Path) -> None:
    """Write a page of HTML for each sheet into a folder, which is made if it isn't there."""
    folder.mkdir(exist_ok=True)
    to_html = mistune.create_markdown(plugins=["table"])
    for name in SHEETS:
        text = (ROOT / "teaching" / f"{name}.md").read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        head = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        head += f"<style>{STYLE}</style>\n"
        (folder / f"{name}.html").write_text(f"{head}{to_html(text)}</html>\n", encoding="utf-8")


if __name__ == "__main__":
    write_pages(ROOT / "html")
