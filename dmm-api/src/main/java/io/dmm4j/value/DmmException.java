package io.dmm4j.value;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/**
 * An error of the user's input: one sentence that says what is wrong, where (file, position, JSON pointer or path), and
 * what was expected. The message is meant to be printed as it is; a defect of dmm4j is never a {@code DmmException}.
 */
public final class DmmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with the sentence the user reads. */
    public DmmException(String sentence) {
        super(sentence);
    }

    /** An error with the sentence the user reads, and the cause that a debugger wants. */
    public DmmException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * Words a failed read or write.
     *
     * @param file what was read or written, as the user named it
     * @param cause what went wrong
     */
    public static DmmException io(java.nio.file.Path file, IOException cause) {
        return new DmmException(file + ": " + reason(file, cause), cause);
    }

    private static String reason(java.nio.file.Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        } else if (cause instanceof AccessDeniedException) {
            return "permission denied";
        } else if (cause instanceof CharacterCodingException) {
            return "the text is not valid UTF-8";
        } else if (Files.isDirectory(file)) {
            return "expected a file, found a directory";
        }
        String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return reason == null || reason.isEmpty()
                ? "it cannot be read or written"
                : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
