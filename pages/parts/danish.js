/* Streamlit's own few words are English and cannot be set. They are put into Danish here as they
   appear, and the document says which language it is in, so that screen readers speak it. */
(() => {
  document.documentElement.lang = "da";
  if (window.chefforumDanish) return;
  window.chefforumDanish = true;

  const words = {
    "App pages": "Sider",
    "Choose an option": "Vælg",
    "Dismiss": "Luk",
    "Sidebar": "Menu",
    "Skip to main content": "Gå til indholdet",
    "file upload": "Filer",
    "progress": "Fremdrift",
    "Add files": "Tilføj filer",
    "Clear all": "Ryd alle",
    "Clear value": "Ryd feltet",
    "Close": "Luk",
    "Copied": "Kopieret",
    "Copied to clipboard": "Kopieret",
    "Copy to clipboard": "Kopiér",
    "Collapse sidebar": "Skjul menuen",
    "Connecting": "Forbinder",
    "Connection error": "Ingen forbindelse",
    "Drag and drop files here": "Slip filerne her",
    "Expand sidebar": "Vis menuen",
    "Failed to generate file for download": "Filen kunne ikke laves. Prøv igen.",
    "Fullscreen": "Fuld skærm",
    "Close fullscreen": "Luk fuld skærm",
    "Close sidebar": "Skjul menuen",
    "Open sidebar": "Vis menuen",
    "Loading...": "Henter …",
    "No results": "Intet fundet",
    "Open": "Åbn",
    "Page not found": "Siden findes ikke",
    "Please wait...": "Vent …",
    "Press Enter to apply": "Tryk Enter for at bruge",
    "Running...": "Arbejder …",
    "Show suggestions": "Vis forslag",
    "Stop": "Stop",
    "Suggestions": "Forslag",
    "Upload": "Vælg filer",
  };
  const patterns = [
    [/^(?:You have requested page|The page that you have requested).*$/s,
      "Adressen hører ikke til nogen side. Vælg en side i menuen."],
    [/^Is Streamlit still running\?.*$/s,
      "Programmet svarer ikke. Er det stoppet, så start det igen med »make run«."],
    [/^(\d+)\s?MB per file$/, "Højst $1 MB pr. fil"],
    [/^File must be (\S+) or smaller\.?$/, "Filen må højst fylde $1"],
    [/^Press (\S+)\+Enter to (?:apply|submit form)$/, "Tryk $1+Enter for at bruge"],
    [/^Remove (.*)$/, "Fjern $1"],
    [/^Add: (.*)$/s, "Tilføj: $1"],
    [/^(?:Delete|Clear) file (.*)$/, "Fjern $1"],
    [/^(\S+) icon$/, "ikon"],
    [/^((?:.+, )?\d+)(?:\.(\d+))?\s?([KMG]?B)$/s, (_, whole, part, unit) =>
      `${whole}${Number(part) ? `,${part}` : ""} ${unit}`],
    [/^(\d+) options? available\.$/, "$1 valgmuligheder."],
    [/^(.*), selected$/s, "$1, valgt"],
    [/^Network error.*$/s, "Forbindelsen blev afbrudt"],
    [/\d{6}-\d{4}/, "(cpr fjernet)"], // in the name of a file that somebody chose
  ];
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  const system = "[data-testid^='stFileUploader'], [role='dialog'], [data-testid='stHeader'], " +
    "[data-testid='stSidebarHeader'], [data-testid='stStatusWidget'], [data-testid='stTooltipContent'], " +
    "[role='listbox'], [data-testid='stToast'], [data-testid='stDownloadButton'], " +
    "[data-testid='InputInstructions'], [data-live-announcer], a[href^='#']";

  const danish = (text) => {
    const key = text.trim();
    if (Object.hasOwn(words, key)) return words[key];
    const hit = patterns.find(([pattern]) => pattern.test(key));
    return hit ? key.replace(hit[0], hit[1]) : null;
  };
  const putText = (node) => {
    if (!node.nodeValue.trim() || !node.parentElement?.closest(system)) return;
    const text = danish(node.nodeValue);
    if (text !== null && text !== node.nodeValue) node.nodeValue = text;
  };
  const putAttributes = (element) => {
    for (const name of attributes) {
      const value = element.getAttribute(name);
      const text = value && danish(value);
      if (text && text !== value) element.setAttribute(name, text);
    }
  };
  const put = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return putText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    putAttributes(root);
    root.querySelectorAll(attributes.map((name) => `[${name}]`).join(",")).forEach(putAttributes);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) putText(texts.currentNode);
  };

  /* A file is handed out in the tab where it was asked for. */
  const keepInTab = (root) => {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    root.querySelectorAll("a[href^='/filer/'][target]").forEach((link) => link.removeAttribute("target"));
  };

  put(document.body);
  keepInTab(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach((node) => { put(node); keepInTab(node); });
      else if (change.type === "attributes") putAttributes(change.target);
      else putText(change.target);
    }
  }).observe(document.body, {
    attributeFilter: attributes, attributes: true, characterData: true, childList: true, subtree: true,
  });
})();
