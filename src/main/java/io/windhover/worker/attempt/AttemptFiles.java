package io.windhover.worker.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.windhover.execution.Job;
import io.windhover.file.FileStore;
import io.windhover.flow.input.FileAddress;
import io.windhover.flow.template.FileLookup;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.task.TaskFiles;

/**
 * The files of an attempt. Each attempt has addresses of its own, so that one that was
 * taken for lost changes nothing of the next.
 */
public record AttemptFiles(Job job, UsedSecrets secrets, FileStore store) implements TaskFiles, FileLookup {

	/** What a template may make. */
	private static final int MAX_READ = 1024 * 1024;

	@Override
	public String keep(String name, InputStream content) throws IOException {
		if (!this.secrets.mask(name).equals(name)) {
			throw new IllegalArgumentException("the name of a file must not have a secret in it");
		}
		FileAddress address = FileAddress.of(this.job.executionId(), "tasks/%s/%s".formatted(folder(), name));
		return this.store.write(address, content).address().toString();
	}

	/**
	 * Keeps the archive of the working directory that the task shares.
	 * @return its address
	 */
	String keepDirectory(InputStream archive) throws IOException {
		FileAddress address = FileAddress.of(this.job.executionId(), "directories/%s.tar".formatted(folder()));
		return this.store.write(address, archive).address().toString();
	}

	/** Deletes a file of the execution; one of another execution stays. */
	void forget(String text) throws IOException {
		FileAddress address = FileAddress.parse(text);
		if (address.executionId().equals(this.job.executionId())) {
			this.store.delete(address);
		}
	}

	/** The path of the task run, a folder for each of the tasks around it. */
	private String folder() {
		String path = this.job.taskRunId().substring(this.job.executionId().length() + 1).replace('.', '/');
		return (this.job.attempt() == 1) ? path : path + "~" + this.job.attempt();
	}

	@Override
	public InputStream open(String address) throws IOException {
		return this.store.open(FileAddress.parse(address));
	}

	@Override
	public long size(String address) throws IOException {
		return this.store.find(FileAddress.parse(address)).size();
	}

	@Override
	public long maxSize() {
		return this.store.maxFileSize();
	}

	@Override
	public String read(String address) {
		try (InputStream content = open(address)) {
			byte[] bytes = content.readNBytes(MAX_READ + 1);
			if (bytes.length > MAX_READ) {
				throw new IllegalArgumentException(
						"read() takes files of at most %d bytes, and %s is larger; give it to a task as one of its files"
							.formatted(MAX_READ, address));
			}
			return new String(bytes, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

}
