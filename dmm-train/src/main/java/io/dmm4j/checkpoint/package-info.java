/**
 * Checkpoints: files from which a training run goes on as if it had not stopped.
 *
 * <p>Start with {@link io.dmm4j.checkpoint.CheckpointFolder}, which keeps the last few, and {@link
 * io.dmm4j.checkpoint.Checkpoint}, what each holds. {@link io.dmm4j.checkpoint.Safetensors} specifies the file format,
 * {@link io.dmm4j.checkpoint.AtomicFiles} how a file is written so that it is complete or not there, and {@link
 * io.dmm4j.checkpoint.SaveOnInterrupt} makes Ctrl-C leave a checkpoint.
 *
 * <p>What enters: named arrays, names and texts. What leaves: files, and the same bits again. Deliberately absent:
 * networks, updaters and everything else that would have to know what the arrays mean.
 */
package io.dmm4j.checkpoint;
