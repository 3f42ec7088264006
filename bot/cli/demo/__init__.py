"""`kuaixun demo`: the whole bot with no account, as a story that is printed and a page to visit."""
