package io.dmm4j.dl4j.arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.dl4j.Nets;
import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.sparse.SparseGru;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.File;
import java.io.FileOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ND4J arrays in and out. */
class ArraysTest {
    private static final int LANES = 3;
    private static final int CYCLES = 4;

    @TempDir
    File folder;

    private static Blueprint blueprint() {
        return new SparseGru.Builder()
                .nIn(2)
                .nOut(5)
                .density(0.5, 1)
                .activation(Activation.TANH)
                .build()
                .blueprint();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void executors(Precision precision) {
        Blueprint b = blueprint();
        DataType type = precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
        ExecutorOptions options = new ExecutorOptions(LANES, precision, 1, CYCLES);
        try (GradientExecutor x = new CpuBackend().openGradient(b.adjoint(), options);
                GradientExecutor plain = new CpuBackend().openGradient(b.adjoint(), options)) {
            INDArray parameters = Nets.normal(type, b.program().parameters().length);
            Executors.setParameters(x, parameters);
            plain.setParameters(parameters.toDoubleVector());
            INDArray in = Nets.normal(type, LANES, 2, CYCLES);
            Executors.run(x, in);
            plain.run(CYCLES, Buffers.of(in.dup('f')));
            INDArray seen = Executors.probes(x, CYCLES);
            double[] probed = new double[5 * LANES];
            plain.readProbes(2, probed);
            assertEquals(probed[4 * LANES + 1], seen.getDouble(1, 4, 2));
            INDArray errors = Nets.normal(type, LANES, 5, CYCLES);
            INDArray inputs = Executors.backward(x, errors);
            double[] by = new double[CYCLES * 2 * LANES];
            plain.backward(Buffers.of(errors.dup('f')), Bulk.of(by));
            assertEquals(by[(1 * 2 + 1) * LANES + 2], inputs.getDouble(2, 1, 1));
            double[] gradient = new double[b.program().parameters().length];
            plain.readGradient(gradient);
            assertEquals(
                    0,
                    Executors.gradient(x)
                            .sub(Nd4j.createFromArray(gradient).castTo(type))
                            .amaxNumber()
                            .doubleValue());
            INDArray state = Executors.state(x);
            Executors.setState(plain, state, 0);
            assertEquals(state, Executors.state(plain));
            assertThrows(DL4JInvalidInputException.class, () -> Executors.run(x, Nets.normal(type, LANES, 3, CYCLES)));
            assertThrows(DL4JInvalidInputException.class, () -> Executors.setState(x, in, 0));
        }
    }

    @Test
    void viewsAreReadWhereTheyLie() {
        INDArray whole = Nets.normal(DataType.FLOAT, 4, 6).dup('f');
        INDArray view = whole.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4));
        Bulk bulk = Buffers.of(Buffers.contiguous(view));
        assertEquals(whole.getDouble(3, 2), bulk.get(3));
        assertEquals(whole.getDouble(1, 3), bulk.get(5));
        Bulk part = Buffers.of(whole, 8, 4);
        part.put(0, 7);
        assertEquals(7, whole.getDouble(0, 2));
    }

    @Test
    void treesAndFiles() throws Exception {
        VValue a =
                VValue.builder().put(Path.of("x"), 1).put(Path.of("y", "z"), 2).build();
        VValue b = VValue.builder().put(Path.ROOT, 3).put(Path.of("x"), -1).build();
        Map<Path, INDArray> arrays = Trees.arrays(DataType.DOUBLE, a, b);
        assertEquals(3, arrays.size());
        assertEquals(a, Trees.at(arrays, 0));
        assertEquals(b, Trees.at(arrays, 1));
        assertThrows(DL4JInvalidInputException.class, () -> Trees.at(arrays, 0, 1));
        File file = new File(folder, "x.npy");
        Nd4j.writeAsNumpy(arrays.get(Path.of("x")), file);
        assertArrayEquals(new double[] {1, -1}, Nd4j.createFromNpyFile(file).toDoubleVector());
        File many = new File(folder, "both.npz");
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(many))) {
            for (Map.Entry<Path, INDArray> e : arrays.entrySet()) {
                byte[] bytes = Nd4j.toNpyByteArray(e.getValue());
                ZipEntry entry = new ZipEntry("p" + e.getKey().toString().replace('/', '_') + ".npy");
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                CRC32 sum = new CRC32();
                sum.update(bytes);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
            }
        }
        Map<String, INDArray> read = Nd4j.createFromNpzFile(many);
        Map<Path, INDArray> back = new TreeMap<>();
        arrays.keySet().forEach(p -> back.put(p, read.get("p" + p.toString().replace('/', '_'))));
        assertEquals(a, Trees.at(back, 0));
        assertEquals(b, Trees.at(back, 1));
    }

    /** The same memory gives the same buffer; views that start elsewhere, and what has taken the place of another, their own. */
    @Test
    void knownBuffersAreThoseOfTheArray() {
        KnownBuffers known = new KnownBuffers();
        INDArray all = Nd4j.arange(40).castTo(DataType.FLOAT);
        Bulk first = known.of(all);
        assertSame(first, known.of(all));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20; i++) {
                INDArray two = all.get(NDArrayIndex.interval(2 * i, 2 * i + 2));
                assertEquals(2, known.of(two).length());
                assertEquals(2 * i, known.of(two).get(0));
            }
        }
        all.putScalar(3, 9);
        assertEquals(9, known.of(all).get(3));
    }
}
