"""The kinds of pages that the blog has, each with the address of one."""

POST = "/rants/forget-how-many-followers-you-have/"
KINDS = {
    "home": "/",
    "second page": "/2/",
    "rant": POST,
    "rants": "/rants/",
    "year": "/2026/",
    "category": "/category/social-media/",
    "categories": "/categories/",
    "tag": "/tag/people/",
    "tags": "/tags/",
    "lessons": "/lessons/",
    "lessons of a year": "/lessons/2026/",
    "booklet": "/category/social-media/lessons/",
    "people written to": "/lessons/people/",
    "about": "/about/",
    "subscribe": "/subscribe/",
    "colophon": "/colophon/",
    "nowhere": "/no/such/page/",
}
