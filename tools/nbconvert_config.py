"""How `make notebooks` stores a run: without what differs at each run or names the machine."""

import os
from pathlib import Path

import matplotlib as mpl
from nbconvert.preprocessors import Preprocessor

# Whatever style somebody has set for their own figures, the stored ones are in matplotlib's.
os.environ["MATPLOTLIBRC"] = str(Path(mpl.get_data_path()) / "matplotlibrc")
c = get_config()  # noqa: F821  (nbconvert defines it)


class LeaveOutWidgets(Preprocessor):
    """Leave out the ids of live widgets, which are random; the text or figure that stands for a widget stays."""

    enabled = True

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
c.NotebookExporter.preprocessors = ["nbconvert.preprocessors.CoalesceStreamsPreprocessor", LeaveOutWidgets]
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", ("language_info", "name")}
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {"tags"}
