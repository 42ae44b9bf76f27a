"""How `make notebooks` stores a run: without what differs at each run or names the machine."""

from nbconvert.preprocessors import Preprocessor

c = get_config()  # noqa: F821  (nbconvert defines it)
# The version of Python is left out; with these, JupyterLab can save a notebook as a script.
LANGUAGE = ("name", "file_extension", "nbconvert_exporter", "pygments_lexer")


class LeaveOut(Preprocessor):
    """Leave out Python's version, and the ids of live widgets, which are random: their text or figure stays."""

    enabled = True

    def preprocess(self, nb, resources):
        """Return the notebook without them."""
        nb.metadata.language_info = {key: nb.metadata.language_info[key] for key in LANGUAGE}
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        """Return the cell without views of widgets, and without outputs that were nothing else."""
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
        return cell, resources


c.ExecutePreprocessor.record_timing = False
c.ExecutePreprocessor.store_widget_state = False
# What a cell prints may arrive in several parts, at random; after the run they are joined.
c.NotebookExporter.preprocessors = ["nbconvert.preprocessors.CoalesceStreamsPreprocessor", LeaveOut]
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", "language_info"}
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {"tags"}
