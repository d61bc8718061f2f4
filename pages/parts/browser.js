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

  /* A link in a table leads to another view without loading the program anew. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.vis");
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain) return;
    event.preventDefault();
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });

  /* Inks are chosen by the server. When the ground turns dark or light, the page is asked for anew. */
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => {
    const ground = document.querySelector("[data-testid=stApp]");
    let frames = 60; // somebody who has chosen a theme keeps it
    const redraw = () => {
      const hasTurned = getComputedStyle(ground).colorScheme === (dark.matches ? "dark" : "light");
      if (hasTurned) window.dispatchEvent(new PopStateEvent("popstate"));
      else if (frames--) requestAnimationFrame(redraw);
    };
    requestAnimationFrame(redraw);
  });

  /* A chart is drawn in pixels of the screen; on paper it is scaled to the page. */
  window.addEventListener("beforeprint", () => {
    for (const drawing of document.querySelectorAll("[data-testid=stPlotlyChart] .main-svg")) {
      const { width, height } = drawing.getBoundingClientRect();
      if (!width) continue;
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
      drawing.closest(".svg-container").style.setProperty("--form", `${width} / ${height}`);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const drawing of document.querySelectorAll("[data-testid=stPlotlyChart] .main-svg[viewBox]")) {
      drawing.removeAttribute("viewBox");
    }
  });

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
