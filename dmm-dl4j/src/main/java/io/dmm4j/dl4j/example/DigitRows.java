package io.dmm4j.dl4j.example;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.spi.Bulk;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pictures as sequences of their rows: features [batch, 28 pixels of a row, 28 rows], labels [batch, 10]. Every epoch comes in
 * another order, the same again with the same seed.
 */
public final class DigitRows implements DataSetIterator {
    private static final long serialVersionUID = 1L;

    private static final int CLASSES = 10;

    private final transient Digits digits;
    private final int batch;
    private final transient SplittableRandom random;
    private final int[] order;
    private int next;
    private DataSetPreProcessor preProcessor;

    /** Pictures in batches; the last batch may be smaller. */
    public DigitRows(Digits digits, int batch, long seed) {
        this.digits = digits;
        this.batch = batch;
        random = new SplittableRandom(seed);
        order = IntStream.range(0, digits.count()).toArray();
        shuffle();
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int picture = order[i];
            order[i] = order[j];
            order[j] = picture;
        }
    }

    @Override
    public DataSet next(int num) {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int n = Math.min(num, order.length - next);
        INDArray features = Nd4j.create(DataType.FLOAT, new long[] {n, Digits.SIZE, Digits.SIZE}, 'f');
        INDArray labels = Nd4j.create(DataType.FLOAT, new long[] {n, CLASSES}, 'f');
        Bulk x = Buffers.of(features);
        Bulk y = Buffers.of(labels);
        for (int i = 0; i < n; i++) {
            int picture = order[next++];
            for (int p = 0; p < Digits.SIZE * Digits.SIZE; p++) {
                x.put(p * n + i, digits.brightness(picture, p / Digits.SIZE, p % Digits.SIZE));
            }
            y.put(digits.classes()[picture] * n + i, 1);
        }
        DataSet set = new DataSet(features, labels);
        if (preProcessor != null) {
            preProcessor.preProcess(set);
        }
        return set;
    }

    @Override
    public DataSet next() {
        return next(batch);
    }

    @Override
    public boolean hasNext() {
        return next < order.length;
    }

    @Override
    public void reset() {
        next = 0;
        shuffle();
    }

    @Override
    public int inputColumns() {
        return Digits.SIZE;
    }

    @Override
    public int totalOutcomes() {
        return CLASSES;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor p) {
        preProcessor = p;
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }

    @Override
    public List<String> getLabels() {
        return IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    }
}
