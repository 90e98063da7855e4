"""The kill matrix in browsers that Playwright cannot drive."""
