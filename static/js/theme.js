// Sets what the reader chose before the first paint: theme and keyboard shortcuts.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("shortcuts") === "off") root.dataset.shortcuts = "off";
  } catch {
    // Storage is closed to this page; the system's theme stands.
  }
})();
