package io.dmm4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The five things that {@link AtomicFiles} does to a file system, so that tests can watch them and let them fail. */
interface Disk {
    /** An open file. */
    interface Output extends WritableByteChannel {
        /** Returns when all that was written would survive a power cut, once the file's name does. */
        void force() throws IOException;
    }

    /** Creates a file that is not there yet. */
    Output create(Path file) throws IOException;

    /** Gives a file the name of another, which it replaces in one indivisible act. */
    void rename(Path from, Path to) throws IOException;

    /** Returns when the names in a folder would survive a power cut. */
    void forceFolder(Path folder) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;

    /** The file system of the machine. */
    Disk REAL = new Disk() {
        @Override
        public Output create(Path file) throws IOException {
            return new ChannelOutput(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            if (System.getProperty("os.name").startsWith("Windows")) {
                return; // there a folder cannot be opened, and NTFS keeps a journal of names
            }
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }
    };

    /** A file of the machine. */
    record ChannelOutput(FileChannel channel) implements Output {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return channel.write(bytes);
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
