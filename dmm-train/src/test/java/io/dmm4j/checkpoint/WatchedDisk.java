package io.dmm4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The real file system, which notes what is done to it and fails when it is told to. */
final class WatchedDisk implements Disk {
    final List<String> log = new ArrayList<>();

    /** Is told of everything before it is done, or after, if it is closing. */
    Consumer<String> watcher = act -> {};

    /** What fails, as it appears in the log; nothing if {@code null}. */
    String failing;

    IOException failure = new IOException("No space left on device");

    /** How many bytes there is room for in files; each write beyond fails after it has written what fits. */
    long room = Long.MAX_VALUE;

    private void note(String act) throws IOException {
        log.add(act);
        watcher.accept(act);
        if (act.equals(failing)) {
            throw failure;
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        note("create");
        Output real = REAL.create(file);
        return new Output() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                note("write");
                int fits = (int) Math.min(room, bytes.remaining());
                if (fits == 0) {
                    throw failure;
                }
                room -= fits;
                int end = bytes.limit();
                real.write(bytes.limit(bytes.position() + fits));
                bytes.limit(end);
                return fits;
            }

            @Override
            public void force() throws IOException {
                note("force");
                real.force();
            }

            @Override
            public boolean isOpen() {
                return real.isOpen();
            }

            @Override
            public void close() throws IOException {
                real.close();
                note("close");
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        note("rename");
        REAL.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        note("force folder");
        REAL.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        note("delete");
        REAL.delete(file);
    }
}
