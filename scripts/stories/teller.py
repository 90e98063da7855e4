"""Telling: one line a step, the refusals at the end."""

from dataclasses import dataclass, field

from scripts.stories.browser import Answer, UnexpectedAnswerError


@dataclass
class Teller:
    """Prints steps as they happen and remembers refusals."""

    steps: int = 0
    refusals: list[tuple[str, str, str, str]] = field(default_factory=list)

    def told(self, zh: str, en: str) -> None:
        """Tell a step that held."""
        self.steps += 1
        print(f"  {self.steps:>2}  ✓ {zh}  |  {en}", flush=True)

    def refused(self, what: str, answer: Answer, code: str) -> None:
        """Tell a step that had to be refused; raises when it was not, or for another reason."""
        reasons = answer.json.get("blocked_by", [])
        found = next((reason for reason in reasons if reason["code"] == code), None)
        if answer.status != 409 or found is None:
            got = [reason["code"] for reason in reasons] or answer.body.decode()
            raise UnexpectedAnswerError(
                f"{what} should be refused with {code}: {answer.status} {got}"
            )
        self.steps += 1
        self.refusals.append((what, code, found["text"], found["basis"]))
        print(f"  {self.steps:>2}  ✗ {what}: 拒绝 refused  |  {found['text']}", flush=True)

    def rejected(self, what: str, answer: Answer, status: int, code: str) -> None:
        """Tell bad input that had to be rejected; raises when it was not, or otherwise."""
        got = answer.json.get("code")
        if (answer.status, got) != (status, code):
            raise UnexpectedAnswerError(f"{what} should be {status} {code}: {answer.status} {got}")
        self.steps += 1
        self.refusals.append((what, code, answer.json["detail"], ""))
        print(f"  {self.steps:>2}  ✗ {what}: {answer.status} {code}", flush=True)

    def show_refusals(self) -> None:
        """Print every refused step with its reason and its article."""
        print("\n被拒绝的步骤及理由 Refused steps and their reasons")
        for what, code, text, basis in self.refusals:
            print(
                f"  ✗ {what}\n      {text}  [{code}]"
                + (f"\n      依据 basis: {basis}" if basis else "")
            )
