package io.dmm4j.cuda.jcuda;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/**
 * Loads JCuda's native libraries. JCuda unpacks them to a fixed name in {@code java.io.tmpdir} and takes what it finds
 * there, so two JVMs that start together can load half a file, and another user can put one there. Here they are unpacked
 * to a folder of this user's own, each beside its name and then renamed, and JCuda finds them complete.
 */
final class Natives {
    private static final String TMPDIR = "java.io.tmpdir";

    private Natives() {}

    /**
     * Runs what makes JCuda load one of its libraries.
     *
     * @param library for example {@code JCudaDriver}
     */
    static void load(String library, Runnable initialise) {
        String before = System.getProperty(TMPDIR);
        synchronized (Natives.class) {
            Path folder = folder(Path.of(before));
            unpack(library, folder);
            System.setProperty(TMPDIR, folder.toString());
            try {
                initialise.run();
            } finally {
                System.setProperty(TMPDIR, before);
            }
        }
    }

    /** A folder that only this user can write to. */
    static Path folder(Path tmp) {
        Path folder = tmp.resolve("dmm4j-jcuda-" + JCudaVersion.get() + "-" + System.getProperty("user.name"));
        try {
            if (!Files.isDirectory(folder)) {
                make(folder);
            }
            if (Files.isSymbolicLink(folder) || !isMine(folder)) {
                throw new DmmException(folder + ": found a folder that others own or can write to, expected one for the"
                        + " natives of JCuda; remove it or set -Djava.io.tmpdir");
            }
            return folder;
        } catch (IOException e) {
            throw DmmException.io(folder, e);
        }
    }

    private static void make(Path folder) throws IOException {
        try {
            if (hasPermissions(folder.getParent())) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // another JVM was faster
        }
    }

    private static boolean hasPermissions(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    private static boolean isMine(Path folder) throws IOException {
        if (!hasPermissions(folder)) {
            return true;
        }
        Path own = Files.createTempFile(folder, "mine", ".part");
        boolean sameOwner = Files.getOwner(own).equals(Files.getOwner(folder));
        Files.delete(own);
        String others = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                .substring(3);
        return sameOwner && !others.contains("w");
    }

    /** Puts a library where JCuda looks for it, whole or not at all. */
    static void unpack(String library, Path folder) {
        String file =
                LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(library + "-" + JCudaVersion.get()));
        Path target = folder.resolve(file);
        try (InputStream in = LibUtils.class.getResourceAsStream("/lib/" + file)) {
            if (in == null) {
                throw new DmmException("the natives of JCuda for this system (" + file + ") are not on the class path;"
                        + " they exist for linux-x86_64 and windows-x86_64");
            }
            byte[] bytes = in.readAllBytes();
            if (Files.exists(target) && Files.size(target) == bytes.length) {
                return;
            }
            Path part = Files.createTempFile(folder, file, ".part");
            Files.write(part, bytes);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DmmException.io(target, e);
        }
    }
}
