#!/usr/bin/env python3
"""Holds the dependencies between modules, and between the folders of a module, to the table Scripts/borders.txt.

A module depends on what its files import. Swift has no imports between the folders of one module, so there a file
depends on the folders that declare the types it names: types declared outside of any other type, found as whole words
in the code without its comments and strings. (Members that an extension adds elsewhere are not seen.)

With --list it prints what depends on what, with the names that say so, and checks nothing.
"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "Sources"
TABLE = ROOT / "Scripts" / "borders.txt"

TOKEN = re.compile(r'//[^\n]*|/\*|#*"""|#*"|[{}]')
DECLARATION = re.compile(
    r"^((?:@\w+(?:\([^)]*\))?\s+)*(?:[a-z]+(?:\(\w+\))?\s+)*?)(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)",
    re.MULTILINE)
IMPORT = re.compile(
    r"^\s*(?:@\w+\s+|public\s+|package\s+)*import\s+(?:(?:struct|class|enum|protocol|func)\s+)?(\w+)",
    re.MULTILINE)
WORD = re.compile(r"\b[A-Z]\w*")


def code_of(text):
    """The text without comments and strings; what is interpolated into a string counts as code."""
    pieces, place = [], 0
    while found := TOKEN.search(text, place):
        pieces.append(text[place:found.start()])
        token, place = found.group(), found.end()
        if token in "{}":
            pieces.append(token)
        elif token == "/*":
            place = end_of_comment(text, place)
        elif not token.startswith("//"):
            inside, place = end_of_string(text, place, token)
            pieces.append(' "" ' + inside)
    return "".join(pieces) + text[place:]


def end_of_comment(text, place):
    depth = 1
    while depth:
        found = re.compile(r"/\*|\*/").search(text, place)
        if not found:
            return len(text)
        depth += 1 if found.group() == "/*" else -1
        place = found.end()
    return place


def end_of_string(text, place, opening):
    """The interpolated code of a string, and where the string ends."""
    hashes = "#" * opening.count("#")
    closing, escape = opening.strip("#") + hashes, "\\" + hashes
    inside = []
    while place < len(text) and not text.startswith(closing, place):
        if text.startswith(escape + "(", place):
            start = place + len(escape) + 1
            place = end_of_interpolation(text, start)
            inside.append(" " + code_of(text[start:place]) + " ")
        else:
            place += len(escape) + 1 if text.startswith(escape, place) else 1
    return "".join(inside), place + len(closing)


def end_of_interpolation(text, place):
    depth = 1
    while depth and place < len(text):
        string = re.compile(r'#*"""|#*"').match(text, place)
        if string:
            place = end_of_string(text, string.end(), string.group())[1]
            continue
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        place += 1
    return place - 1


def outermost(code):
    """The code without what stands in braces."""
    pieces, depth = [], 0
    for piece in re.split(r"([{}])", code):
        if piece in ("{", "}"):
            depth += 1 if piece == "{" else -1
        elif depth == 0:
            pieces.append(piece)
    return "\n".join(pieces)


def read_sources():
    """By place (a module, or module/folder), the code of its files by path."""
    places = collections.defaultdict(dict)
    for path in sorted(SOURCES.rglob("*.swift")):
        parts = path.relative_to(SOURCES).parts
        folder = "/".join(parts[:2]) if len(parts) > 2 else parts[0]
        places[folder][path.relative_to(ROOT)] = code_of(path.read_text(encoding="utf-8"))
    return places


def declared_types(places):
    """By module, the folder that declares each type; private ones are left out."""
    owners = collections.defaultdict(dict)
    for folder, files in places.items():
        module = folder.split("/")[0]
        for code in files.values():
            for modifiers, name in DECLARATION.findall(outermost(code)):
                if "private" not in modifiers:
                    owners[module].setdefault(name, folder)
    return owners


def folder_edges(places):
    """(folder, folder it depends on): the names and one file that say so."""
    owners, edges = declared_types(places), {}
    for folder, files in places.items():
        module = folder.split("/")[0]
        for path, code in files.items():
            for name in set(WORD.findall(code)):
                owner = owners[module].get(name, folder)
                if owner != folder:
                    edges.setdefault((folder, owner), []).append(f"{name} ({path})")
    return edges


def module_edges(places):
    """(module, module it imports): the files that say so; modules from elsewhere (Foundation, …) are left out."""
    modules = {path.name.replace("-", "_") for path in SOURCES.iterdir()}
    edges = {}
    for folder, files in places.items():
        module = folder.split("/")[0].replace("-", "_")
        for path, code in files.items():
            for name in set(IMPORT.findall(code)) & modules - {module}:
                edges.setdefault((module, name), []).append(f"import {name} ({path})")
    return edges


def read_table():
    """By module or folder, what it may depend on."""
    allowed = {}
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        place, colon, rest = line.partition(":")
        if not colon or place in allowed:
            sys.exit(f"borders: {TABLE.name}, line {number}: wanted one line 'place: what it may use' for each place")
        allowed[place] = rest.split()
    return allowed


def cycle_in(allowed):
    """Some places that depend on each other in a circle, or none."""
    done, path = set(), []

    def visit(place):
        if place in path:
            return path[path.index(place):] + [place]
        if place not in done:
            path.append(place)
            for other in allowed.get(place, []):
                if circle := visit(other):
                    return circle
            done.add(path.pop())
        return None

    return next(filter(None, map(visit, allowed)), None)


def main():
    places = read_sources()
    edges = folder_edges(places) | module_edges(places)
    if "--list" in sys.argv:
        for (place, other), reasons in sorted(edges.items()):
            print(f"{place} -> {other}: {len(reasons)}, {', '.join(sorted(reasons)[:4])}")
        return 0
    allowed, faults = read_table(), []
    if circle := cycle_in(allowed):
        faults.append(f"{TABLE.name} allows a circle: {' -> '.join(circle)}")
    # Modules without rows for their folders are held as a whole.
    held = {place.split("/")[0] for place in allowed if "/" in place}
    faults += [f"{place} has no line in {TABLE.name}" for place in sorted(places) if "/" in place
               and place.split("/")[0] in held and place not in allowed]
    for (place, other), reasons in sorted(edges.items()):
        is_between_folders = "/" in place + other
        if is_between_folders and place.split("/")[0] not in held:
            continue
        if other not in allowed.get(place, []):
            faults.append(f"{place} must not depend on {other}, but uses {', '.join(sorted(reasons)[:4])}")
    for fault in faults:
        print(f"borders: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
