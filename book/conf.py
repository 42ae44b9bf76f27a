"""How Sphinx makes the book. `tools/book.py` calls it, on copies of the notebooks, the texts, and this folder."""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]  # the copies are in build/source
sys.path[:0] = [str(ROOT), str(HERE / "_extensions")]
about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Nearest neighbors in BERT"
author = "the contributors"
copyright = "the contributors, under the MIT license"
version = release = about["version"]
language = "en"
smartquotes = False  # the text is that of the notebooks, to the character
slug = about["urls"]["Repository"].removeprefix("https://github.com/")
repository = f"https://github.com/{slug}/blob/v{release}"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "figures",
    "links",
    "terms",
]
if tags.has("paper"):  # noqa: F821  (Sphinx defines it)
    exclude_patterns = ["live/*"]  # what lives in a browser only
    suppress_warnings = ["toc.excluded", "myst.xref_missing"]
else:
    extensions.append("sphinx_codeautolink")
templates_path = ["_templates"]

# The outputs are those stored in the notebooks.
nb_execution_mode = "off"
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give types and shapes
napoleon_google_docstring = False
napoleon_use_ivar = True
highlight_language = "none"  # a block of plain text has no colors
default_role = "py:obj"  # a name in a docstring is a link where it has a page
codeautolink_concat_default = True  # a cell uses what earlier cells imported
# Links go from the cells to the helpers alone, so the large libraries that cells import needn't be loaded for it.
sys.modules.update(dict.fromkeys(["torch", "transformers"]))

copybutton_prompt_text = r">>> |\.\.\. "  # is not copied, nor is what the lines without a prompt show
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_title = project
html_favicon = "_static/icon.svg"
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_js_files = ["book.js"]
epub_js_files = []
html_sourcelink_suffix = ""  # _sources has the notebooks under their own names, to download
html_sidebars = {"**": ["contents"]}
html_context = {
    "default_mode": "auto",  # light or dark, as the reader's system is
    "colab": f"https://colab.research.google.com/github/{slug}/blob/v{release}",
    "try_it": {  # a page to try in the browser what a chapter is about
        "notebooks/01_toy_knn": ("live/letters", "Move the X here"),
        "notebooks/03_euclidean_vs_cosine": ("live/map", "See a map of all tokens"),
        "notebooks/04_top_k_synonyms": ("live/words", "Find a word's neighbors here"),
    },
    "binder": f"https://mybinder.org/v2/gh/{slug}/v{release}",
}
html_theme_options = {
    "navbar_center": [],
    "search_bar_text": "Search the book",
    "back_to_top_button": False,  # it would lie over tables
    "secondary_sidebar_items": ["page-toc", "notebook"],
    "footer_start": ["copyright"],
    "footer_end": [],
}

epub_show_urls = "no"


def leave_out_late_style(app, pagename, templatename, context, doctree):
    """Leave out the style sheet that myst-nb copies only after an EPUB has been packed."""
    if app.builder.name == "epub":
        context["css_files"] = [file for file in context["css_files"] if "mystnb" not in str(file.filename)]


def setup(app):
    """Take part in a build."""
    app.connect("html-page-context", leave_out_late_style)
