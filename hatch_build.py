"""Puts into the wheel what `portal scan` works from: the facts of this build, with their date."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface[Any]):
    """Makes `portal/scan.json` of the wheel from `data/`. An editable install reads `data/` itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file. Raises `InvalidData` where the facts are not sound: then there is no wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from portal.outputs.bundle import bundle_of, render_bundle  # noqa: PLC0415 - not there before the line above
        from portal.reading.catalog import load_catalog  # noqa: PLC0415

        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / "scan.json"
        file.write_text(render_bundle(bundle_of(load_catalog(Path(self.root)))), "utf-8", newline="\n")
        build_data["force_include"][str(file)] = "portal/scan.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        if version != "editable":
            self._folder.cleanup()
