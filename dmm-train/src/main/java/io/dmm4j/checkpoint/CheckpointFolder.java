package io.dmm4j.checkpoint;

import io.dmm4j.value.DmmException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last checkpoints of a run: {@code checkpoint-000001.safetensors}, {@code checkpoint-000002.safetensors} and so on,
 * counted by saves (a run that goes back to an earlier step counts on, so the highest number is always what was saved
 * last). One process writes, which a lock on the file {@code .lock} ensures and the system releases however the process
 * ends; any number may read at the same time, without a lock: {@link #latest}.
 *
 * <p>Whenever the writer is stopped, by a full disk, a kill or a power cut, the folder holds the last checkpoint that
 * {@link #save} has returned for, or a newer one.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final String PREFIX = "checkpoint-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{6,18})\\.safetensors");
    private static final int ATTEMPTS = 1000;

    /** Folders that this process writes to: merely opening their lock a second time would release it on POSIX systems. */
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final int keep;
    private final Disk disk;
    private final Lock lock;

    /** The checkpoints that can be read, by number; a damaged one does not count as kept. */
    private final TreeMap<Long, Path> sound = new TreeMap<>();

    private long last;

    private CheckpointFolder(Path folder, int keep, Disk disk, Lock lock) {
        this.folder = folder;
        this.keep = keep;
        this.disk = disk;
        this.lock = lock;
    }

    /**
     * What {@link #latest} has found.
     *
     * @param file where the checkpoint comes from
     * @param checkpoint the newest that can be read
     * @param refused a sentence for each newer file, newest first, that says why it cannot
     */
    public record Found(Path file, Checkpoint checkpoint, List<String> refused) {}

    // ---------------------------------------------------------------- reading

    /**
     * The newest checkpoint that can be read; empty if the folder holds none or does not exist.
     *
     * @throws DmmException if there are checkpoints, but none that can be read
     */
    public static Optional<Found> latest(Path folder) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return newest(folder);
            } catch (NoSuchFileException e) {
                // the writer has deleted a file since we listed the folder, so there are newer ones
            } catch (IOException e) {
                throw DmmException.io(folder, e);
            }
        }
        throw new DmmException(folder + ": the checkpoints are replaced faster than they can be read");
    }

    private static Optional<Found> newest(Path folder) throws IOException {
        List<String> refused = new ArrayList<>();
        TreeMap<Long, Path> files = Files.isDirectory(folder) ? list(folder) : new TreeMap<>();
        for (Path file : files.descendingMap().values()) {
            try {
                return Optional.of(new Found(file, Checkpoint.read(file), List.copyOf(refused)));
            } catch (DmmException e) {
                if (e.getCause() instanceof NoSuchFileException gone) {
                    throw gone;
                }
                refused.add(e.getMessage());
            }
        }
        if (!files.isEmpty()) {
            throw new DmmException(folder + ": none of the " + files.size() + " checkpoints can be read; the newest: "
                    + refused.get(0));
        }
        return Optional.empty();
    }

    private static TreeMap<Long, Path> list(Path folder) throws IOException {
        TreeMap<Long, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(Long.parseLong(name.group(1)), file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    // ---------------------------------------------------------------- writing

    /**
     * Opens a folder for the one process that writes, makes it if it is not there, and deletes the temporaries that a
     * killed process has left.
     *
     * @param keep how many checkpoints to keep, at least 1
     * @throws DmmException if the folder cannot be made or written to, or if another process has it open for writing
     */
    public static CheckpointFolder open(Path folder, int keep) {
        return open(folder, keep, Disk.REAL);
    }

    static CheckpointFolder open(Path folder, int keep, Disk disk) {
        if (keep < 1) {
            throw new DmmException("expected at least 1 checkpoint to keep, found " + keep);
        }
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString()); // now, and not after the first hour of the run
            }
            CheckpointFolder opened = new CheckpointFolder(folder, keep, disk, lock(folder.toRealPath()));
            opened.prepare();
            return opened;
        } catch (FileAlreadyExistsException e) {
            throw new DmmException(folder + ": expected a folder, found a file", e);
        } catch (IOException e) {
            throw DmmException.io(folder, e);
        }
    }

    private static Lock lock(Path real) throws IOException {
        if (!WRITING.add(real)) {
            throw taken(real);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(real.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw taken(real);
            }
            return new Lock(real, channel);
        } catch (IOException | RuntimeException e) {
            new Lock(real, channel).close();
            throw e;
        }
    }

    private static DmmException taken(Path folder) {
        return new DmmException(folder + ": another run writes its checkpoints here");
    }

    /** The right to write to a folder; the channel, if not {@code null}, holds the lock between processes. */
    private record Lock(Path folder, FileChannel channel) implements Closeable {
        @Override
        public void close() throws IOException {
            WRITING.remove(folder);
            if (channel != null) {
                channel.close();
            }
        }
    }

    private void prepare() throws IOException {
        try {
            AtomicFiles.deleteTemporaries(folder, PREFIX);
            SortedMap<Long, Path> files = list(folder);
            last = files.isEmpty() ? 0 : files.lastKey();
            files.forEach((number, file) -> {
                if (isSound(file)) {
                    sound.put(number, file);
                }
            });
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static boolean isSound(Path file) {
        try {
            Checkpoint.read(file);
            return true;
        } catch (DmmException e) {
            return false; // latest() says why; it is deleted when enough sound ones are newer
        }
    }

    /**
     * Writes a checkpoint under the next number, then deletes those that need no longer be kept. An old one that cannot
     * be deleted is left to the next save.
     *
     * @return the new file
     * @throws DmmException if it cannot be written; the folder is as before
     */
    public Path save(Checkpoint checkpoint) {
        Path file = folder.resolve(String.format(Locale.ROOT, "%s%06d.safetensors", PREFIX, last + 1));
        AtomicFiles.write(file, checkpoint.toSafetensors()::writeTo, disk);
        last++;
        sound.put(last, file);
        try {
            deleteOld();
        } catch (IOException e) {
            // the checkpoint is safe, which is what was asked for
        }
        return file;
    }

    private void deleteOld() throws IOException {
        while (sound.size() > keep) {
            sound.pollFirstEntry();
        }
        for (Path file : list(folder).headMap(sound.firstKey()).values()) {
            disk.delete(file);
        }
    }

    /** Lets another process write here. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw DmmException.io(folder, e);
        }
    }
}
