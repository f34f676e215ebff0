"""Puts into the wheel what its commands work from where there is no checkout: the facts of this build."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface[Any]):
    """Makes the files of facts in the wheel from `data/`. An editable install reads it itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files. Raises `InvalidData` where the facts are not sound: then there is no wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from portal.outputs.bundle import bundle_of, render_bundle  # noqa: PLC0415 - not there before the line above
        from portal.planner import facts_of, render_facts, render_support, support_of  # noqa: PLC0415
        from portal.reading.catalog import load_catalog  # noqa: PLC0415

        catalog = load_catalog(Path(self.root))
        carried = {
            "scan.json": render_bundle(bundle_of(catalog)),
            "plan.json": render_facts(facts_of(catalog)),
            "support.json": render_support(support_of(catalog)),
        }
        self._folder = tempfile.TemporaryDirectory()
        for name, text in carried.items():
            file = Path(self._folder.name) / name
            file.write_text(text, "utf-8", newline="\n")
            build_data["force_include"][str(file)] = f"portal/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        if version != "editable":
            self._folder.cleanup()
