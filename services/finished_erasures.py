"""Take what was erased off what lies beside the store, and overwrite its bytes in the file."""

from access.grants import FILE_NAME, read_grants, write_grants
from services.access_log import find_roles, open_log
from services.retry import retry_on_collision
from store import erasure, erasure_list
from store.database import Store
from store.erasure_list import ErasedWords, make_token


def finish_erasures(store: Store) -> bool:
    """Put numbers for erased names into the log, end the roles at them, and overwrite their bytes.

    It follows an erasure that is stored. It can be ended anywhere and begun again: the words lie in
    the store until they are nowhere else. Returns whether roles were ended. Raises ChefforumError
    where the log or the table of roles cannot be read or written.
    """
    with store.session(facts=False) as cursor:
        erased = erasure_list.read_erased_words(cursor)
    has_ended_roles = False
    for words in erased:
        role, reason = find_roles(words.by), f"er {make_token(words.number)}"
        open_log(store.path).replace_texts(words.replacements, by=words.by, role=role, why=reason)
        has_ended_roles = _end_roles(store, words) or has_ended_roles
    if erased:
        retry_on_collision(erasure.forget_erased_words)(store)
    erasure.overwrite_erased_bytes(store, [word for words in erased for word in words.searched])
    return has_ended_roles


def _end_roles(store: Store, words: ErasedWords) -> bool:
    """Take the roles at what was erased out of the table of roles; returns whether there were."""
    file = store.path.parent / FILE_NAME
    places = {word.casefold() for word in words.replacements}
    grants = read_grants(file)
    kept = [grant for grant in grants if grant.place.casefold() not in places]
    if len(kept) == len(grants):
        return False
    write_grants(file, kept)
    return True
