"""Trying one changed verifier on everything that reaches the change."""

import __future__

import resource

from scripts.mutation.changes import Mutant, changed, parts_of_functions
from scripts.mutation.scenes import Trial, said_of, trials
from scripts.mutation.verifiers import BELOW_CURVES, verifier_for

MOST_SECONDS = 20
MOST_MEMORY = 2 << 30
ELSEWHERE = {"workers"}
"""What runs in processes of its own: which lines are reached there is not seen."""


def begin() -> None:
    """Bound a changed verifier's processor time and memory: it may never end."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def warm() -> None:
    """Verify everything once with the sound verifier, so that what it computed is remembered."""
    module = verifier_for("")
    for trial in trials():
        if said_of(trial, module) != trial.said or trial.said == [str(False)]:
            raise RuntimeError(f"{trial.number} is judged in two ways")


def noticed_by(mutant: Mutant, first: str) -> str:
    """Return the trial that notices the change, or nothing; one that noticed it before goes first.

    The change stays: call this in a process of its own.
    """
    part = parts_of_functions().get(mutant.function, "")
    module = verifier_for(part)
    try:
        flags = __future__.annotations.compiler_flag
        code = compile(changed(mutant), "verify.py", "exec", flags=flags, dont_inherit=True)
        exec(code, vars(module))  # noqa: S102 - our own program, changed
    except Exception as error:
        return type(error).__name__
    for trial in sorted(_reaching(mutant, part), key=lambda one: one.number != first):
        try:
            if said_of(trial, module) != trial.said:
                return trial.number
        except Exception as error:
            return f"{trial.number}: {type(error).__name__}"
    return ""


def _reaching(mutant: Mutant, part: str) -> list[Trial]:
    if part in BELOW_CURVES:
        # Whoever asks a remembered signature again reaches no line: examples and one package.
        return [trial for trial in trials() if not trial.path or trial.number == "honest"]
    if not mutant.function or part in ELSEWHERE:
        return trials()
    return [one for one in trials() if not set(mutant.lines).isdisjoint(one.lines)]
