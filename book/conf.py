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
release = about["version"]
language = "en"
repository = f"{about['urls']['Repository']}/blob/v{release}"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_codeautolink",
    "sphinx_copybutton",
    "figures",
    "links",
]
templates_path = ["_templates"]

# The outputs are those stored in the notebooks.
nb_execution_mode = "off"
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give types and shapes
napoleon_google_docstring = False
codeautolink_concat_default = True  # a cell uses what earlier cells imported
# Links go from the cells to the helpers alone, so the large libraries that cells import needn't be loaded for it.
sys.modules.update(dict.fromkeys(["torch", "transformers"]))

html_theme = "pydata_sphinx_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_sourcelink_suffix = ""
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system is
html_theme_options = {"secondary_sidebar_items": ["page-toc"]}
