package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of twenty lines, written after the public definition of the format in another language, agrees with ours. */
class PythonReadsTest {
    private static final String READER =
            """
            import json, struct, sys
            data = open(sys.argv[1], 'rb').read()
            n, = struct.unpack('<Q', data[:8])
            header = json.loads(data[8:8 + n])
            meta = header.pop('__metadata__')
            assert data[8:9] == b'{' and n % 8 == 0 and len(meta.pop('crc32c')) == 8
            out = [meta]
            letters = {'F64': 'd', 'F32': 'f', 'I64': 'q', 'I32': 'i', 'U8': 'B'}
            for name, t in sorted(header.items()):
                begin, end = t['data_offsets']
                letter = letters[t['dtype']]
                count = 1
                for length in t['shape']:
                    count *= length
                assert begin % struct.calcsize(letter) == 0
                numbers = struct.unpack('<%d%s' % (count, letter), data[8 + n + begin:8 + n + end])
                out.append([name, t['dtype'], t['shape'], numbers])
            print(json.dumps(out))
            """;

    @TempDir
    Path folder;

    @Test
    void agrees() throws Exception {
        Path file = folder.resolve("a.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("bytes", Tensor.of(new byte[] {1, -1, 0}));
        tensors.put("doubles", Tensor.of(new double[] {0.1, -2, 1e300, 4}).shaped(2, 2));
        tensors.put("floats", Tensor.of(new float[] {0.5f, -0.25f}));
        tensors.put("ints", Tensor.of(new int[] {-3}).shaped());
        tensors.put("é", Tensor.of(new long[] {1L << 60, -1}));
        new Safetensors(Map.of("step", "é"), tensors).write(file);
        assertEquals(
                "[{\"step\": \"\\u00e9\"}, [\"bytes\", \"U8\", [3], [1, 255, 0]], "
                        + "[\"doubles\", \"F64\", [2, 2], [0.1, -2.0, 1e+300, 4.0]], "
                        + "[\"floats\", \"F32\", [2], [0.5, -0.25]], [\"ints\", \"I32\", [], [-3]], "
                        + "[\"\\u00e9\", \"I64\", [2], [1152921504606846976, -1]]]\n",
                python(file));
    }

    private String python(Path file) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("read.py"), READER);
        Process process;
        try {
            process = new ProcessBuilder("python3", script.toString(), file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("python3 is not installed");
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
