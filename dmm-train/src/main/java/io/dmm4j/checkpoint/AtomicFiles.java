package io.dmm4j.checkpoint;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes files that are complete or not there, whenever the process or the machine stops: under a temporary name in the
 * same folder, then {@code fsync}, then renamed, then {@code fsync} of the folder. When {@link #write} has returned, the
 * file survives a power cut; when it has thrown, the file is as it was before, or, if only the last step failed, complete.
 *
 * <p>Temporary names are {@code .NAME.PROCESS.TIME.part}. A failed write deletes its own; one that was killed leaves it,
 * and {@link #deleteTemporaries} is for whoever knows that nobody else writes.
 */
public final class AtomicFiles {
    private static final String SUFFIX = ".part";

    private AtomicFiles() {}

    /** What a file holds. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(WritableByteChannel target) throws IOException;
    }

    /**
     * Makes or replaces a file. A symbolic link stays one: the file it points to is replaced.
     *
     * @throws DmmException if it cannot be written
     */
    public static void write(Path file, Content content) {
        write(file, content, Disk.REAL);
    }

    static void write(Path file, Content content, Disk disk) {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("expected a file, found a directory");
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path part = target.resolveSibling("." + target.getFileName() + "."
                    + ProcessHandle.current().pid() + "." + System.nanoTime() + SUFFIX);
            replace(target, part, content, disk);
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    private static void replace(Path target, Path part, Content content, Disk disk) throws IOException {
        try {
            fill(part, content, disk);
            disk.rename(part, target);
        } catch (IOException | RuntimeException | Error e) {
            discard(part, disk, e);
            throw e;
        }
        disk.forceFolder(target.getParent());
    }

    private static void fill(Path part, Content content, Disk disk) throws IOException {
        try (Disk.Output output = disk.create(part)) {
            content.writeTo(output);
            output.force();
        }
    }

    private static void discard(Path part, Disk disk, Throwable cause) {
        try {
            disk.delete(part);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Deletes what killed writes of files of some kind have left in a folder.
     *
     * @param prefix how the names of the files begin
     */
    static void deleteTemporaries(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "." + prefix + "*" + SUFFIX)) {
            for (Path part : left) {
                Files.deleteIfExists(part);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
