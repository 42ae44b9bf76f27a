"""How `make notebooks` stores a run: without what differs at each run or names the machine."""

c = get_config()  # noqa: F821  (nbconvert defines it)

c.ExecutePreprocessor.record_timing = False
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", ("language_info", "name")}
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {"tags"}
c.ExecutePreprocessor.coalesce_streams = True
