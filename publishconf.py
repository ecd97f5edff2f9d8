"""What differs when the site is live."""

from pelicanconf import *  # noqa: F403  -- Pelican reads one flat file of settings

SITEURL = "https://endrant.example"

# A draft stays on the writer's machine
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFTS_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""

# What was built is read once more before it goes out
PROOFREAD_AUDIT = True

# What the search page asks
SEARCH_INDEX = True

DELETE_OUTPUT_DIRECTORY = True
