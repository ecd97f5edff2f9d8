// Loads the page anew when it is another; hears of it while it is looked at.
{
  const { events, seen } = document.currentScript.dataset;
  const isPage = !document.querySelector("[data-desk]"); // and not what stands in its place
  const asked = `${events}?${new URLSearchParams({ path: location.pathname, seen })}`;
  const place = `desk ${location.pathname}`;
  let source;

  // A browser keeps the place when it loads anew, but not beyond a page that was shorter meanwhile.
  let isReloading = false;
  const reload = () => {
    isReloading = true;
    if (isPage) sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
    history.scrollRestoration = "manual";
    location.reload();
  };
  const kept = sessionStorage.getItem(place);
  if (kept && isPage) {
    sessionStorage.removeItem(place);
    const [left, top] = JSON.parse(kept);
    addEventListener("load", () => scrollTo({ left, top, behavior: "instant" }));
  }

  const listen = () => {
    source?.close();
    if (document.hidden) return; // a browser has six connections for a host, and tabs share them
    source = new EventSource(asked);
    source.addEventListener("reload", reload);
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => {
    source?.close();
    if (!isReloading) history.scrollRestoration = "auto"; // for who comes back to it
  });
}
