// The day of what is on top floats over it while one scrolls. While one reads it is away: it would cover a line.

const LINGER = 1200; // milliseconds
const PINNED = 9; // pixels from the top; see `.day` in conversation.css

/** Let the days in `scroller` float by the scrolling of it. */
export function floatingDays(scroller) {
  let resting = 0;
  const mark = (moving) => {
    const top = scroller.getBoundingClientRect().top + PINNED;
    for (const day of scroller.querySelectorAll(".day")) {
      day.classList.toggle("away", !moving && day.getBoundingClientRect().top < top);
    }
  };
  scroller.addEventListener("scroll", () => {
    mark(true);
    clearTimeout(resting);
    resting = setTimeout(mark, LINGER, false);
  }, { passive: true });
}
