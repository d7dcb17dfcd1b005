/** Identifiers for C++ and Kotlin from names of a model. */

/** Words of either language, members of what is generated, and macros of common headers. */
export const TAKEN_WORDS: ReadonlySet<string> = new Set(
  (
    'alignas alignof and and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool break case ' +
    'catch char char8_t char16_t char32_t class compl concept const consteval constexpr constinit const_cast ' +
    'continue co_await co_return co_yield decltype default delete do double dynamic_cast else enum explicit export ' +
    'extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr ' +
    'operator or or_eq private protected public reflexpr register reinterpret_cast requires return short signed ' +
    'sizeof static static_assert static_cast struct switch synchronized template this thread_local throw true try ' +
    'typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq ' +
    'as fun in interface is null object package super typealias typeof val var when ' +
    'errno stdin stdout stderr linux unix assert major minor makedev signal_pending st_atime st_mtime st_ctime ' +
    'model inputs outputs snapc std buffers hashCode equals toString getClass notify notifyAll wait'
  ).split(' '),
);

/** A distinct identifier for each name: its letters and digits, and a counter where that is not enough. */
export function identifiers(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const wanted = identifier(name);
    let free = wanted;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${wanted}_${number}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

function identifier(name: string): string {
  const words = name.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.join('_').slice(0, 64);
  if (!/^[A-Za-z]/.test(joined)) return `tensor_${joined}`.replace(/_$/, '');
  // Names without a small letter are those of macros.
  const isMacro = !/[a-z]/.test(joined) && joined.length > 1;
  return TAKEN_WORDS.has(joined) || isMacro || /^(Inputs|Outputs|Model|[ijkp])$/i.test(joined)
    ? `${joined}_tensor`
    : joined;
}
