import type { FileSource } from '../study/index.ts';
import type { Digest } from './cache.ts';

/** A file that a station looked at, and what it held (null: it was not there). */
export interface ReadRecord {
  path: string;
  sha256: string | null;
  bytes: number;
}

/** All that a station saw of the study folder. */
export interface Reads {
  files: ReadRecord[];
  /** Digest of the list of paths, when the station asked for it. */
  listing: string | null;
}

/** Reads each file once, remembers its digest, and notes for each station which files it asked for. */
export class RecordingSource {
  private readonly digests = new Map<string, Promise<ReadRecord>>();
  private readonly source: FileSource;
  private readonly digest: Digest;

  constructor(source: FileSource, digest: Digest) {
    this.source = source;
    this.digest = digest;
  }

  /** The file's record (size and digest); sha256 is null when it cannot be read. */
  record(path: string): Promise<ReadRecord> {
    const known = this.digests.get(path);
    if (known !== undefined) return known;
    const made = this.source.read(path).then(
      (bytes) => this.remember(path, bytes),
      () => ({ path, sha256: null, bytes: 0 }),
    );
    this.digests.set(path, made);
    return made;
  }

  private async remember(path: string, bytes: Uint8Array): Promise<ReadRecord> {
    return { path, sha256: await this.digest(bytes), bytes: bytes.byteLength };
  }

  /** Digest of the sorted list of paths. */
  async listing(): Promise<string> {
    return this.digest(new TextEncoder().encode((await this.source.list()).join('\n')));
  }

  /** A view of the source that notes what is read through it. */
  open(): { source: FileSource; reads(): Promise<Reads> } {
    const asked = new Map<string, Promise<ReadRecord>>();
    let listed = false;
    const source: FileSource = {
      name: this.source.name,
      list: () => {
        listed = true;
        return this.source.list();
      },
      read: async (path) => {
        try {
          const bytes = await this.source.read(path);
          if (!this.digests.has(path)) this.digests.set(path, this.remember(path, bytes));
          return bytes;
        } finally {
          asked.set(path, this.record(path));
        }
      },
    };
    const reads = async (): Promise<Reads> => {
      const files = await Promise.all([...asked.keys()].sort().map((path) => this.record(path)));
      return { files, listing: listed ? await this.listing() : null };
    };
    return { source, reads };
  }

  /** Whether everything a station saw is still the same. */
  async unchanged(reads: Reads): Promise<boolean> {
    if (reads.listing !== null && reads.listing !== (await this.listing())) return false;
    for (const file of reads.files) {
      if ((await this.record(file.path)).sha256 !== file.sha256) return false;
    }
    return true;
  }

  /** Every file read so far, sorted by path: the inputs of the run. */
  async inputs(): Promise<ReadRecord[]> {
    const records = await Promise.all(this.digests.values());
    return records.filter((record) => record.sha256 !== null).sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
