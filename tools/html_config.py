"""How `make html` writes pages: with a small template of ours, and each under its notebook's own title."""

from pathlib import Path

from nbconvert.preprocessors import Preprocessor

c = get_config()  # noqa: F821  (nbconvert defines it)


class TakeTitle(Preprocessor):
    """Make the first heading the title of the page; nbconvert would take the name of the file."""

    enabled = True

    def preprocess(self, nb, resources):
        """Return the notebook with a title in its metadata."""
        nb.metadata.title = nb.cells[0].source.splitlines()[0].removeprefix("# ")
        return nb, resources


c.HTMLExporter.preprocessors = [TakeTitle]
c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).resolve().parent)]
c.HTMLExporter.template_name = "html_template"
