package io.windhover.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.windhover.flow.input.FileAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps files as objects of a bucket, for all instances that name it: each execution has
 * those below {@code executions/{id}}, and an empty one below {@code days/{day}} for the
 * day of its first file, so that what is due is found without a look at all others.
 */
class S3FileStore implements FileStore, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(S3FileStore.class);

	/** Bytes that the key of an object may have. */
	private static final int LONGEST_KEY = 1_024;

	private final S3Client client;

	private final String bucket;

	private final String executions;

	private final String days;

	private final PartialFiles partials;

	private final Clock clock;

	/**
	 * @param prefix what the keys of all objects begin with, empty or with a slash at its
	 * end
	 * @param partials of this instance alone
	 */
	S3FileStore(S3Client client, String bucket, String prefix, PartialFiles partials, Clock clock) {
		this.client = client;
		this.bucket = bucket;
		this.executions = prefix + "executions/";
		this.days = prefix + "days/";
		this.partials = partials;
		this.clock = clock;
	}

	@Override
	public long maxFileSize() {
		return this.partials.maxFileSize();
	}

	/** From a file, so that a request can be sent again, and its size is known. */
	@Override
	public StoredFile write(FileAddress address, InputStream content) throws IOException {
		String key = key(address);
		if (!isTaken(key)) {
			throw new IOException(
					"the key of the file '%s' would have %d bytes, and a bucket takes %d; shorten its path"
						.formatted(address.name(), length(key), LONGEST_KEY));
		}
		Path partial = this.partials.write(address, content);
		try {
			mark(address.executionId());
			call(() -> this.client.putObject((put) -> put.bucket(this.bucket).key(key), RequestBody.fromFile(partial)));
			return find(address);
		}
		finally {
			Files.deleteIfExists(partial);
		}
	}

	/**
	 * Before the first object of an execution is there, so that no kill leaves one
	 * unmarked.
	 */
	private void mark(String executionId) throws IOException {
		String folder = folder(executionId);
		boolean isMarked = call(
				() -> this.client.listObjectsV2((list) -> list.bucket(this.bucket).prefix(folder).maxKeys(1)))
			.hasContents();
		if (!isMarked) {
			String marker = this.days + LocalDate.now(this.clock.withZone(ZoneOffset.UTC)) + "/" + executionId;
			call(() -> this.client.putObject((put) -> put.bucket(this.bucket).key(marker), RequestBody.empty()));
		}
	}

	@Override
	public InputStream open(FileAddress address) throws IOException {
		String key = possibleKey(address);
		try {
			return new BucketStream(call(() -> this.client.getObject((get) -> get.bucket(this.bucket).key(key))),
					this.bucket);
		}
		catch (NoSuchKeyException ex) {
			throw missing(address, ex);
		}
	}

	@Override
	public StoredFile find(FileAddress address) throws IOException {
		String key = possibleKey(address);
		try {
			HeadObjectResponse found = call(() -> this.client.headObject((head) -> head.bucket(this.bucket).key(key)));
			return new StoredFile(address, found.contentLength(), found.lastModified());
		}
		catch (NoSuchKeyException ex) {
			// an answer without a body does not tell it from a bucket that is not there
			call(() -> this.client.headBucket((head) -> head.bucket(this.bucket)));
			throw missing(address, ex);
		}
	}

	/** Of a file that may be there: a longer one was never taken. */
	private String possibleKey(FileAddress address) throws FileMissingException {
		String key = key(address);
		if (!isTaken(key)) {
			throw missing(address, null);
		}
		return key;
	}

	/** Whether a bucket takes such a key. */
	private static boolean isTaken(String key) {
		return length(key) <= LONGEST_KEY;
	}

	private static int length(String key) {
		return key.getBytes(StandardCharsets.UTF_8).length;
	}

	private FileMissingException missing(FileAddress address, @Nullable NoSuchKeyException cause) {
		FileMissingException missing = new FileMissingException(
				("there is no file %s in the bucket '%s': it was deleted with its execution, or windhover.files.s3 "
						+ "is not the same on all instances")
					.formatted(address, this.bucket));
		missing.initCause(cause);
		return missing;
	}

	@Override
	public FileList list(String executionId, int page, int size) throws IOException {
		String folder = folder(executionId);
		long first = (long) page * size;
		return call(() -> {
			List<StoredFile> items = new ArrayList<>();
			long total = 0;
			for (S3Object object : objects(folder)) {
				FileAddress address = addressOrNull(executionId, object.key().substring(folder.length()));
				if (address != null) {
					if (total >= first && items.size() < size) {
						items.add(new StoredFile(address, object.size(), object.lastModified()));
					}
					total++;
				}
			}
			return new FileList(items, total);
		});
	}

	/** One that is not ours has none. */
	private static @Nullable FileAddress addressOrNull(String executionId, String path) {
		try {
			return FileAddress.parse(FileAddress.PREFIX + executionId + "/" + path);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Left {} out", path, ex);
			return null;
		}
	}

	@Override
	public void delete(FileAddress address) throws IOException {
		String key = key(address);
		if (isTaken(key)) {
			call(() -> this.client.deleteObject((request) -> request.bucket(this.bucket).key(key)));
		}
	}

	/**
	 * {@inheritDoc} One at a time: not every store knows the request for many.
	 */
	@Override
	public void delete(String executionId) throws IOException {
		String folder = folder(executionId);
		call(() -> {
			for (S3Object object : objects(folder)) {
				this.client.deleteObject((delete) -> delete.bucket(this.bucket).key(object.key()));
			}
			return folder;
		});
	}

	/**
	 * {@inheritDoc} The keys come in the order of their days: it looks no further than to
	 * the first that is not due.
	 */
	@Override
	public void deleteBefore(LocalDate day) throws IOException {
		FirstFailure failures = new FirstFailure();
		int deleted = call(() -> {
			int count = 0;
			for (S3Object marker : objects(this.days)) {
				String[] parts = marker.key().substring(this.days.length()).split("/", -1);
				LocalDate marked = (parts.length == 2) ? dayOrNull(parts[0]) : null;
				if (marked != null && !marked.isBefore(day)) {
					break;
				}
				if (marked != null && isDeleted(parts[1], marker.key(), failures)) {
					count++;
				}
			}
			return count;
		});
		if (deleted > 0) {
			logger.info("The files of {} executions are deleted, as they are older than what is kept", deleted);
		}
		failures.throwIfAny();
	}

	/** What cannot be deleted keeps its marker, and stops no other. */
	private boolean isDeleted(String executionId, String marker, FirstFailure failures) {
		try {
			delete(executionId);
			call(() -> this.client.deleteObject((request) -> request.bucket(this.bucket).key(marker)));
			return true;
		}
		catch (IOException ex) {
			failures.add(ex);
			return false;
		}
	}

	private static @Nullable LocalDate dayOrNull(String text) {
		try {
			return LocalDate.parse(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	@Override
	public FilesSize size(int most, int draws) throws IOException {
		return call(() -> {
			FilesTally tally = new FilesTally(most, draws);
			for (S3Object object : objects(this.executions)) {
				String executionId = object.key().substring(this.executions.length()).split("/", 2)[0];
				if (!tally.add(executionId, object.size())) {
					break;
				}
			}
			return tally.size(null);
		});
	}

	@Override
	public void close() {
		this.client.close();
	}

	/** Each thousand is a request, made when it is come to. */
	private Iterable<S3Object> objects(String prefix) {
		return this.client.listObjectsV2Paginator((list) -> list.bucket(this.bucket).prefix(prefix)).contents();
	}

	private String folder(String executionId) {
		FileAddress.checkId(executionId);
		return this.executions + executionId + "/";
	}

	private String key(FileAddress address) {
		return folder(address.executionId()) + String.join("/", address.encodedNames());
	}

	/**
	 * @throws NoSuchKeyException where there is no such object
	 */
	private <T> T call(Request<T> request) throws IOException {
		try {
			return request.send();
		}
		catch (NoSuchKeyException ex) {
			throw ex;
		}
		catch (AbortedException ex) {
			InterruptedIOException interrupted = new InterruptedIOException("interrupted while it waited for a bucket");
			interrupted.initCause(ex);
			throw interrupted;
		}
		catch (SdkException ex) {
			throw failure(this.bucket, ex);
		}
	}

	/** Names the bucket and its property. */
	static IOException failure(String bucket, Exception cause) {
		return new IOException("the bucket '%s' of windhover.files.s3.bucket: %s".formatted(bucket, cause.getMessage()),
				cause);
	}

	@FunctionalInterface
	private interface Request<T> {

		T send() throws IOException;

	}

}
