package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFilesTest {
    @TempDir
    Path folder;

    private final WatchedDisk disk = new WatchedDisk();

    private static AtomicFiles.Content text(String text) {
        return target -> target.write(ByteBuffer.wrap(text.getBytes()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fileIsForcedBeforeItGetsItsNameAndTheFolderAfter() throws IOException {
        Path file = folder.resolve("f");
        AtomicFiles.write(file, text("a"), disk);
        assertEquals(List.of("create", "write", "force", "close", "rename", "force folder"), disk.log);
        assertEquals("a", Files.readString(file));
        AtomicFiles.write(file, text("b"), disk);
        assertEquals("b", Files.readString(file));
        assertEquals(List.of("f"), names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "write", "force", "close", "rename"})
    void whateverFailsTheOldFileStays(String act) throws IOException {
        Path file = folder.resolve("f");
        AtomicFiles.write(file, text("old"), disk);
        disk.failing = act;
        DmmException e = assertThrows(DmmException.class, () -> AtomicFiles.write(file, text("new"), disk));
        assertEquals(file + ": no space left on device", e.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("f"), names());
    }

    @Test
    void failedForceOfTheFolderIsReported() throws IOException {
        disk.failing = "force folder";
        Path file = folder.resolve("f");
        assertThrows(DmmException.class, () -> AtomicFiles.write(file, text("new"), disk));
        assertEquals(List.of("f"), names());
    }

    @Test
    void failedContent() throws IOException {
        Path file = folder.resolve("f");
        AtomicFiles.Content failing = target -> {
            throw new IllegalStateException("ours");
        };
        assertThrows(IllegalStateException.class, () -> AtomicFiles.write(file, failing, disk));
        assertEquals(List.of(), names());
    }

    @Test
    void noPermission() {
        disk.failing = "create";
        disk.failure = new AccessDeniedException("x");
        Path file = folder.resolve("f");
        DmmException e = assertThrows(DmmException.class, () -> AtomicFiles.write(file, text("a"), disk));
        assertEquals(file + ": permission denied", e.getMessage());
    }

    @Test
    void noFolder() {
        Path file = folder.resolve("missing").resolve("f");
        DmmException e = assertThrows(DmmException.class, () -> AtomicFiles.write(file, text("a")));
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertThrows(DmmException.class, () -> AtomicFiles.write(folder, text("a")));
    }

    @Test
    void linksStayLinks() throws IOException {
        Path file = folder.resolve("f");
        Path link = folder.resolve("link");
        AtomicFiles.write(file, text("a"));
        Files.createSymbolicLink(link, file);
        AtomicFiles.write(link, text("b"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("b", Files.readString(file));
    }

    @Test
    void onlyOwnTemporariesAreDeleted() throws IOException {
        for (String name : List.of(".a-1.77.12.part", ".b-1.77.12.part", "a-1.part", ".a-1")) {
            Files.createFile(folder.resolve(name));
        }
        AtomicFiles.deleteTemporaries(folder, "a-");
        assertEquals(List.of(".a-1", ".b-1.77.12.part", "a-1.part"), names());
    }
}
