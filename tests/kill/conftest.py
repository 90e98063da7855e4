"""The same system and driver as the other browser tests."""

from tests.e2e.conftest import playwright as playwright
from tests.e2e.conftest import stack as stack
