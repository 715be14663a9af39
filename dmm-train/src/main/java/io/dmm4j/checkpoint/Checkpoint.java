package io.dmm4j.checkpoint;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a training run needs to go on as if it had not stopped. Its file is a {@link Safetensors} file with checksum;
 * the metadata are
 *
 * <dl>
 *   <dt>{@code format} <dd>{@value #FORMAT}.
 *   <dt>{@code fingerprint} <dd>which network the run began with: see {@link #fingerprint}.
 *   <dt>{@code step} <dd>how many steps have been made.
 *   <dt>{@code seed} <dd>the seed of the run.
 *   <dt>{@code plan.backend}, {@code plan.precision}, {@code plan.threads}, {@code plan.kernels}, {@code plan.jdk}
 *       <dd>the {@link Plan}.
 *   <dt>{@code setting.NAME} <dd>the settings of the run, texts.
 * </dl>
 *
 * <p>and the tensors
 *
 * <dl>
 *   <dt>{@code random} <dd>I64, the state of the random generator.
 *   <dt>{@code cursor} <dd>I64, how much of the data has been used.
 *   <dt>{@code network} <dd>U8, the network as it is now, structure included, as JSON in UTF-8 (a tensor, because a
 *       header may not be longer than 100 MB).
 *   <dt>any other name <dd>the weights, moments and whatever else the run keeps.
 * </dl>
 *
 * @param fingerprint which network the run began with
 * @param step how many steps have been made
 * @param seed the seed of the run
 * @param random the state of the random generator
 * @param cursor how much of the data has been used
 * @param network the network as it is now, as JSON
 * @param plan how the run computes
 * @param settings the settings of the run, by name
 * @param arrays weights, moments and the like, by name
 */
public record Checkpoint(
        String fingerprint,
        long step,
        long seed,
        long[] random,
        long[] cursor,
        String network,
        Plan plan,
        Map<String, String> settings,
        Map<String, Tensor> arrays) {
    /** The {@code format} of a checkpoint, with its version. */
    public static final String FORMAT = "dmm4j-checkpoint/1";

    private static final String SETTING = "setting.";

    /** Checks that no array has a name of the format. */
    public Checkpoint {
        for (String reserved : new String[] {"random", "cursor", "network", "__metadata__"}) {
            if (arrays.containsKey(reserved)) {
                throw new IllegalArgumentException("'" + reserved + "' is a name of the format");
            }
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /**
     * The fingerprint of a text, such as a network's structure in a fixed order: SHA-256 in hexadecimal digits. What goes
     * into the text is up to the caller; it must not be what training changes.
     */
    public static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Fails unless this belongs to a network.
     *
     * @param expected the fingerprint of the network at hand
     * @param file where this comes from, for the error
     */
    public void requireNetwork(String expected, Path file) {
        if (!fingerprint.equals(expected)) {
            throw new DmmException(file + ": the checkpoint belongs to another network (fingerprint "
                    + shorten(fingerprint) + ", expected " + shorten(expected) + ")");
        }
    }

    private static String shorten(String fingerprint) {
        return fingerprint.length() <= 12 ? fingerprint : fingerprint.substring(0, 12);
    }

    /**
     * An array.
     *
     * @throws DmmException if there is none of this name
     */
    public Tensor array(String name) {
        Tensor array = arrays.get(name);
        if (array == null) {
            throw new DmmException(
                    "the checkpoint has no array '" + name + "'" + Names.didYouMean(name, arrays.keySet()));
        }
        return array;
    }

    /** The file's content. */
    public Safetensors toSafetensors() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("fingerprint", fingerprint);
        metadata.put("step", Long.toString(step));
        metadata.put("seed", Long.toString(seed));
        plan.write(metadata);
        settings.forEach((name, value) -> metadata.put(SETTING + name, value));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("random", Tensor.of(random));
        tensors.put("cursor", Tensor.of(cursor));
        tensors.putAll(arrays);
        tensors.put("network", Tensor.of(encode(network)));
        return new Safetensors(metadata, tensors);
    }

    /**
     * Writes the file, completely or not at all.
     *
     * @throws DmmException if it cannot be written
     */
    public void write(Path file) {
        toSafetensors().write(file);
    }

    /**
     * Reads a file.
     *
     * @throws DmmException in one sentence with the file's name, if it is no checkpoint, cut off or altered
     */
    public static Checkpoint read(Path file) {
        Safetensors content = Safetensors.readOwn(file);
        Metadata metadata = new Metadata(file.toString(), content.metadata());
        if (!FORMAT.equals(metadata.text("format"))) {
            throw new DmmException(
                    file + ": expected the format '" + FORMAT + "', found '" + metadata.text("format") + "'");
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>(content.tensors());
        long[] random = take("random", DType.I64, arrays, file).longs();
        long[] cursor = take("cursor", DType.I64, arrays, file).longs();
        String network = decode(take("network", DType.U8, arrays, file).bytes(), file);
        return new Checkpoint(
                metadata.text("fingerprint"),
                metadata.integer("step"),
                metadata.integer("seed"),
                random,
                cursor,
                network,
                Plan.read(metadata),
                metadata.under(SETTING),
                arrays);
    }

    private static Tensor take(String name, DType dtype, Map<String, Tensor> tensors, Path file) {
        Tensor tensor = tensors.remove(name);
        if (tensor == null || tensor.dtype() != dtype) {
            throw new DmmException(file + ": expected a tensor '" + name + "' of kind " + dtype + " in a checkpoint");
        }
        return tensor;
    }

    private static byte[] encode(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half a surrogate pair in the network's text", e);
        }
    }

    private static String decode(byte[] text, Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DmmException(file + ": the network of the checkpoint is not valid UTF-8", e);
        }
    }
}
