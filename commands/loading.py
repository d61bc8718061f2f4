"""Check files that are being read, store them, and print what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from access.viewer import read_local_viewer
from commands import answer_text
from commands.answer_json import describe_load
from commands.load_options import LoadOptions
from commands.parts import read_text_file, write_json_line
from commands.stores import open_store
from commands.terminal import echo, get_terminal, write_file
from core.errors import UsageError
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from services import load as load_service
from services import mappings as mappings_service
from services.configuration import Configuration
from services.file_reading import read_file, read_file_apart
from services.load import CheckedFile
from services.period_checks import PRELIMINARY, YES
from services.turns import plan_turns, take_turn
from store.database import Store


@dataclass(frozen=True)
class _Loader:
    """Files on their way into a store, each for itself, with what is said of all of them."""

    configuration: Configuration
    store: Store
    mapping: Mapping
    options: LoadOptions

    def load_files(self, files: Iterator[tuple[Path, bytes]]) -> Iterator[load_service.Outcome]:
        """Check files and store each that nothing is against, in the order to store them in.

        What must be asked of all of them together is asked before any is stored. Each of several is
        read again when its turn comes: those before may have taught how to.
        """
        first, second = next(files), next(files, None)
        if second is None:
            (checked,) = load_service.ask_together(self.store, [self._check(*first)])
            yield self._settle(checked)
            return
        reports, contents = list[Report](), list[tuple[Path, bytes]]()
        for path, content in chain((first, second), files):
            reports.append(self._read(path, content))
            contents.append((path, bytes(content)))
        for turn in plan_turns(self.store, reports, self.configuration.settings, self.mapping):
            yield self._settle(
                turn.waiting or take_turn(self.store, self._check(*contents[turn.number]), turn)
            )

    def _read(self, path: Path, content: bytes) -> Report:
        # Beside a running server its visitors are not to wait while a file is read.
        read = read_file_apart if get_terminal().served_store else read_file
        return read(
            self.store,
            content,
            file_name=path.name,
            settings=self.configuration.settings,
            kind=self.options["kind"],
            file_mapping=self.mapping,
        )

    def _check(self, path: Path, content: bytes) -> CheckedFile:
        return load_service.check_report(
            self.store, self._read(path, content), self.configuration.settings, self.mapping
        )

    def _settle(self, checked: CheckedFile) -> load_service.Outcome:
        """Write the problems of a checked file, and store it where nothing is against it."""
        if self.options["problems"]:
            from services.problem_workbook import write_problem_workbook  # noqa: PLC0415 - heavy, and seldom asked for

            write_file(self.options["problems"], write_problem_workbook(checked.report))
        if self.options["dry_run"]:
            return load_service.Outcome(checked, checked.status, checked.upload_id)
        return load_service.save(self.store, [checked], by=read_local_viewer().name)[0]


def load_all(
    configuration: Configuration, files: Iterator[tuple[Path, bytes]], options: LoadOptions
) -> bool:
    """Load files, each for itself; returns whether any was refused."""
    refused = False
    with open_store(configuration) as store:
        mapping = _add_answers(_choose_mapping(store, options["mapping"] or ""), options)
        loader = _Loader(configuration, store, mapping, options)
        checked_files: list[CheckedFile] = []
        for outcome in loader.load_files(files):
            refused = refused or outcome.status in {"rejected", "asked"}
            checked_files.append(outcome.checked)
            echo(
                write_json_line(describe_load(outcome))
                if options["as_json"]
                else answer_text.write_load(outcome)
            )
        if options["dry_run"] and not options["as_json"]:
            change = load_service.compare_before_after(
                store, checked_files, settings=configuration.settings
            )
            if change.opgoerelser:
                echo(answer_text.write_before_after(change.opgoerelser))
    return refused


def _choose_mapping(store: Store, name_or_file: str) -> Mapping:
    """Return the mapping of a TOML file, or a remembered one by name; an empty one for "".

    UsageError where there is none.
    """
    if not name_or_file:
        return Mapping()
    file = Path(name_or_file)
    if file.suffix.casefold() == ".toml":
        return mappings_service.read_mapping(read_text_file(file))
    return mappings_service.find_mapping(store, name_or_file)


def _add_answers(mapping: Mapping, options: LoadOptions) -> Mapping:
    """Add what the options answer to a mapping; UsageError for an answer without its question."""
    for answer in options["answers"]:
        question, separator, value = answer.partition("=")
        if not separator or not question or not value:
            raise UsageError(
                f"--answer {answer} siger ikke, hvad der svares på. Skriv det som ID=SVAR, f.eks. "
                "--answer quarter=2024K4."
            )
        mapping = mapping.add_answer(question, value)
    return mapping.add_answer(PRELIMINARY, YES) if options["preliminary"] else mapping
