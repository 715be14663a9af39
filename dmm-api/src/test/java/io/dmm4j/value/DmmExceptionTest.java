package io.dmm4j.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmmExceptionTest {
    private static String words(java.nio.file.Path file, IOException cause) {
        DmmException error = DmmException.io(file, cause);
        assertSame(cause, error.getCause());
        return error.getMessage();
    }

    @Test
    void failedReadsInWords(@TempDir java.nio.file.Path directory) {
        java.nio.file.Path file = java.nio.file.Path.of("net.json");
        assertEquals("net.json: no such file", words(file, new NoSuchFileException("x")));
        assertEquals("net.json: permission denied", words(file, new AccessDeniedException("x")));
        assertEquals("net.json: the text is not valid UTF-8", words(file, new MalformedInputException(1)));
        assertEquals("net.json: disk full", words(file, new FileSystemException("x", null, "Disk full")));
        assertEquals("net.json: broken pipe", words(file, new IOException("broken pipe")));
        assertEquals("net.json: it cannot be read or written", words(file, new IOException()));
        assertEquals(
                directory + ": expected a file, found a directory",
                words(directory, new IOException("Is a directory")));
    }
}
