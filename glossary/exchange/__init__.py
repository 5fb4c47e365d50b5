"""File formats: each module reads text into drafts, or writes drafts as text. Pure."""
