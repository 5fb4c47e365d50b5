"""node_modules in, static/vendor and static/icons.svg out: what the site serves of other people's work.

Run after `npm ci --ignore-scripts`. The results are committed, so that nobody needs Node to run the site.
"""

import hashlib
import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
STATIC = HERE.parent / "static"
VENDOR = STATIC / "vendor"

SERIF = "@fontsource-variable/source-serif-4"
FILES = [
    ("htmx.org", "dist/htmx.min.js", "htmx.min.js"),
    (SERIF, "files/source-serif-4-latin-wght-normal.woff2", "source-serif-4-latin.woff2"),
    (SERIF, "files/source-serif-4-latin-wght-italic.woff2", "source-serif-4-latin-italic.woff2"),
]
ICONS = [
    *("arrow-left", "arrow-right", "book-open", "chart-line", "check", "chevron-down", "chevron-left"),
    *("chevron-right", "circle-alert", "circle-check", "circle-user", "circle-x", "clock", "download"),
    *("info", "layers", "lightbulb", "list", "monitor", "moon", "pencil", "play", "rotate-ccw", "search", "sun", "x"),
]
LICENSES = [("htmx.org", "LICENSE"), (SERIF, "LICENSE"), ("lucide-static", "LICENSE")]


def version(package: str) -> str:
    return json.loads((MODULES / package / "package.json").read_text())["version"]


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy(package: str, source: str, name: str) -> dict[str, str]:
    """Copy one file and say what it is. The source map it names isn't served, so the naming goes."""
    data = (MODULES / package / source).read_bytes()
    if name.endswith(".js"):
        data = re.sub(rb"\n?//# sourceMappingURL=\S*\s*", b"", data)
    (VENDOR / name).write_bytes(data)
    return {"package": package, "version": version(package), "sha256": fingerprint(VENDOR / name)}


def symbol(name: str) -> str:
    """One icon as a symbol of the sprite; size, stroke and colour come from the style sheet."""
    svg = (MODULES / "lucide-static/icons" / f"{name}.svg").read_text()
    shapes = re.sub(r"\s+", " ", svg[svg.index(">", svg.index("<svg")) + 1 : svg.index("</svg>")]).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes.replace(" />", "/>").replace("> <", "><")}</symbol>'


def sprite() -> str:
    """All icons in one file; a page draws one with `<use href="icons.svg#name">`."""
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *map(symbol, ICONS), "</svg>", ""])


def notices() -> str:
    parts = ["# Licences of what is served from here\n"]
    for package, file in LICENSES:
        note = (MODULES / package / file).read_text().strip()
        parts.append(f"## {package} {version(package)}\n\n```text\n{note}\n```\n")
    return "\n".join(parts)


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    manifest = {name: copy(package, source, name) for package, source, name in FILES}
    (STATIC / "icons.svg").write_text(sprite())
    manifest["../icons.svg"] = {
        "package": "lucide-static",
        "version": version("lucide-static"),
        "sha256": fingerprint(STATIC / "icons.svg"),
    }
    (VENDOR / "VENDOR.json").write_text(json.dumps(manifest, indent=2) + "\n")
    (VENDOR / "LICENSES.md").write_text(notices())


if __name__ == "__main__":
    main()
