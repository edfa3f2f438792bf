"""Writes `config/stretches.json` anew; the file comes from `config/stretches.toml`."""

from deskbreak.files.resources import config_file
from deskbreak.files.texts import parse_toml
from deskbreak.stretches.quick_form import keep_quick_form

file = config_file("stretches.toml")
content = file.read_bytes()
keep_quick_form(file, content, parse_toml(content.decode(), str(file)))
