/** Names by patterns of the user's: `*` stands for any text, `?` for one character. */

export function matchesGlob(name: string, glob: string): boolean {
  let [at, place] = [0, 0];
  // Where the last star stands, and how much of the name it has taken.
  let [star, taken] = [-1, 0];
  while (at < name.length) {
    const wanted = glob[place];
    if (wanted === '*') {
      star = place++;
      taken = at;
    } else if (wanted === '?' || (wanted !== undefined && wanted === name[at])) {
      at++;
      place++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++taken;
    } else return false;
  }
  return /^\**$/.test(glob.slice(place));
}

/** Patterns with commas between; none where the text is empty. */
export function readGlobs(text: string): readonly string[] {
  return text
    .split(',')
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
}
