/** A name that is safe as a file name, an HTML id and a URL fragment: lower-case letters, digits and single hyphens. */
export function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'item' : plain;
}

/** Hands out slugs, adding a number where a name was given out before. */
export function slugger(): (text: string) => string {
  const used = new Set<string>();
  return (text) => {
    const base = slug(text);
    let name = base;
    for (let i = 2; used.has(name); i++) name = `${base}-${i}`;
    used.add(name);
    return name;
  };
}
