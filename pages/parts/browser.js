/* What Streamlit leaves to the browser: one step back for each thing that somebody did, and a menu
   that begins closed where there is little room beside it. */
(() => {
  if (window.chefforumBrowser) return;
  window.chefforumBrowser = true;

  /* A page writes its choices to its address when it is opened. That is no step of its own: only
     the first change of address after a click or a key is. */
  let hasActed = false;
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, () => { hasActed = true; }, { capture: true, passive: true });
  }
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (...change) => {
    if (hasActed) push(...change);
    else window.history.replaceState(...change);
    hasActed = false;
  };

  const NARROW = "(min-width: 48.01rem) and (max-width: 68.7rem)"; // below, it begins closed
  if (!window.matchMedia(NARROW).matches) return;
  const closeMenu = () => {
    const button = document.querySelector("[data-testid=stSidebarCollapseButton] button");
    button?.click();
    return Boolean(button);
  };
  if (closeMenu()) return;
  const observer = new MutationObserver(() => { if (closeMenu()) observer.disconnect(); });
  observer.observe(document.body, { childList: true, subtree: true });
})();
