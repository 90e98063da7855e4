"""The office app in one desktop browser."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

PASSWORD = "xunzheng-demo-2026"


class OfficeApp:
    """One tab of the office app; controls are found as a person or a screen reader finds them."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.context = context
        self.base_url = base_url
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def open(self, path: str) -> None:
        """Load a page of the app by its address below /office."""
        self.page.goto(f"{self.base_url}/office{path}")

    def sign_in(self, account_name: str) -> None:
        """Sign in with a demo account and wait for the navigation."""
        self.open("/")
        self.page.get_by_label("账号").fill(account_name)
        self.page.locator("#sign-in-password").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible()

    def sign_in_again(self) -> None:
        """Give the password once more in the dialog of an ended session."""
        self.page.locator("#sign-in-password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.heading_of_dialog("登录已过期")).to_be_hidden()

    def command(self, thing: str, action: str, form: dict[str, object]) -> None:
        """Do an action at the thing's present revision, as a page of the app would."""
        answer = self.page.evaluate(
            """async ([thing, action, form]) => {
              const api = '/api/v1'
              const session = await (await fetch(`${api}/session`)).json()
              const { revision } = await (await fetch(api + thing)).json()
              const done = await fetch(`${api}${thing}/actions/${action}`, {
                method: 'POST',
                headers: {
                  'Content-Type': 'application/json',
                  'X-CSRF-Token': session.csrf_token,
                  'Idempotency-Key': crypto.randomUUID(),
                  'If-Match': `"${revision}"`,
                },
                body: JSON.stringify(form),
              })
              return [done.status, await done.text()]
            }""",
            [thing, action, form],
        )
        assert answer[0] == 200, answer

    def heading_of_dialog(self, text: str) -> Locator:
        """Return the title of a dialog."""
        return self.page.locator("[role=dialog]:visible").get_by_text(text, exact=True)

    def state(self, name: str) -> Locator:
        """Return the state in the head of a page."""
        return self.page.locator(f"header [data-state={name}]")

    def go(self, entry: str) -> None:
        """Choose an entry of the navigation."""
        navigation = self.page.get_by_role("navigation", name="主导航")
        navigation.get_by_role("link", name=entry, exact=True).click()
        expect(self.heading(entry)).to_be_visible()

    def heading(self, text: str) -> Locator:
        """Return the heading of the page."""
        return self.page.get_by_role("heading", level=1, name=text)

    def section(self, name: str) -> Locator:
        """Return a named section of a page."""
        return self.page.get_by_role("region", name=name, exact=True)

    def row(self, text: str) -> Locator:
        """Return the row of a list that holds a text."""
        return self.page.get_by_role("row").filter(has_text=text)

    def open_row(self, text: str) -> None:
        """Open what a row of a list is about."""
        self.row(text).get_by_role("link").first.click()

    def act(self, action: str, **values: str) -> None:
        """Take a step by its button, fill its form by field name and send it."""
        self.page.locator(f"[data-action={action}]").click()
        dialog = self.dialog()
        for name, value in values.items():
            dialog.locator(f"#field-{name}").fill(value)
        dialog.locator("[data-submit]").click()
        expect(dialog).to_be_hidden()

    def dialog(self) -> Locator:
        """Return the open dialog."""
        return self.page.locator("[role=dialog]:visible")

    def show_why_not(self) -> Locator:
        """Unfold why other steps are refused, those of other stages as well."""
        for summary in self.page.locator(".refused summary").all():
            summary.click()
        return self.page.locator(".refused")

    def draw_signature(self, field: str) -> None:
        """Draw a stroke on the glass of an open dialog."""
        glass = self.dialog().locator(f"[data-field={field}] canvas")
        glass.scroll_into_view_if_needed()
        box = glass.bounding_box()
        assert box is not None
        left, middle = box["x"] + box["width"] / 4, box["y"] + box["height"] / 2
        self.page.mouse.move(left, middle)
        self.page.mouse.down()
        self.page.mouse.move(left + box["width"] / 2, middle - box["height"] / 4, steps=6)
        self.page.mouse.up()
