"""How `make notebooks` stores a run: without what differs at each run or names the machine."""

c = get_config()  # noqa: F821  (nbconvert defines it)

c.ExecutePreprocessor.record_timing = False
# What a cell prints may arrive in several parts, at random; after the run they are joined.
c.NotebookExporter.preprocessors = ["nbconvert.preprocessors.CoalesceStreamsPreprocessor"]
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", ("language_info", "name")}
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {"tags"}
