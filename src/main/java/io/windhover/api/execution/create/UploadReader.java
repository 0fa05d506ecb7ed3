package io.windhover.api.execution.create;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

import io.windhover.api.execution.NewExecution;
import io.windhover.api.flow.Flows;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.json.InputsSize;
import io.windhover.file.FileStore;
import io.windhover.file.FileTooLargeException;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.input.FileAddress;
import io.windhover.flow.input.Input;
import io.windhover.http.RequestTrace;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Reads requests for executions whose inputs come as parts, one by one: those of inputs
 * of type file go to the file store as they arrive.
 */
@Component
@ConditionalOnRole(Role.API)
class UploadReader {

	private static final Logger logger = LoggerFactory.getLogger(UploadReader.class);

	/** No input has a dot in its id. */
	private static final String LABEL = "labels.";

	private static final int MAX_PARTS = 1_000;

	/** Bytes of the headers of a part, with the name of its file. */
	private static final int MAX_HEAD = 4 * 1024;

	private static final int BUFFER = 8 * 1024;

	private final Flows flows;

	private final FileStore files;

	UploadReader(Flows flows, FileStore files) {
		this.flows = flows;
		this.files = files;
	}

	/**
	 * A request, still to be read.
	 */
	ExecutionRequest request(FlowKey flow, HttpServletRequest request, BiPredicate<Execution, NewExecution> isAnother) {
		return new ExecutionRequest() {

			@Override
			public NewExecution read(String executionId) {
				return UploadReader.this.read(executionId, flow, request, UploadReader.this::keep);
			}

			@Override
			public boolean contradicts(Execution existing) {
				return UploadReader.this.flows.find(flow) != null && isAnother.test(existing,
						UploadReader.this.read(existing.id(), flow, request, UploadReader.this::compare));
			}

			@Override
			public void refused(String executionId) {
				discard(executionId);
			}

		};
	}

	private NewExecution read(String executionId, FlowKey key, HttpServletRequest request, FileTaker taker) {
		Flow flow = this.flows.require(key);
		Map<String, String> files = new TreeMap<>();
		Map<String, Object> inputs = new LinkedHashMap<>();
		Map<String, String> labels = new LinkedHashMap<>();
		int room = InputsSize.MAX;
		try {
			FileUpload upload = new FileUpload();
			upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
			upload.setPartHeaderSizeMax(MAX_HEAD);
			FileItemIterator parts = upload.getItemIterator(new ServletRequestContext(request));
			while (parts.hasNext()) {
				FileItemStream part = parts.next();
				String name = name(part, inputs, labels);
				if (isFile(flow, name) && !part.isFormField()) {
					FileAddress address = FileAddress.of(executionId,
							"inputs/%s/%s".formatted(name, FileAddress.nearestName(fileName(name, part))));
					files.put(name, taker.take(address, name, part));
					inputs.put(name, address.toString());
				}
				else {
					String text = text(part, room);
					room -= text.length();
					if (name.startsWith(LABEL)) {
						labels.put(name.substring(LABEL.length()), text);
					}
					else {
						inputs.put(name, text);
					}
				}
			}
		}
		catch (IOException ex) {
			throw new HttpMessageNotReadableException("The parts cannot be read", ex,
					new ServletServerHttpRequest(request));
		}
		return new NewExecution(key, inputs, labels, files, null, RequestTrace.of(request));
	}

	private static String name(FileItemStream part, Map<String, Object> inputs, Map<String, String> labels) {
		String name = part.getFieldName();
		if (name == null || name.isEmpty()) {
			throw Problems.badRequest(null, "A part of the request has no name.",
					"Name each part after an input of the flow, or labels.<name>.");
		}
		boolean twice = name.startsWith(LABEL) ? labels.containsKey(name.substring(LABEL.length()))
				: inputs.containsKey(name);
		if (twice) {
			throw Problems.badRequest(name, "The request has two parts '%s'.".formatted(name),
					"Send one for each input; a list is the text of a JSON list.");
		}
		if (inputs.size() + labels.size() == MAX_PARTS) {
			throw Problems.tooLarge("The request has more than %d parts.".formatted(MAX_PARTS),
					"Put several values into one input of type json.");
		}
		return name;
	}

	private static boolean isFile(Flow flow, String name) {
		return flow.inputs().stream().anyMatch((input) -> input.id().equals(name) && input.type() == Input.Type.FILE);
	}

	private static String text(FileItemStream part, int room) throws IOException {
		try (InputStream content = part.openStream()) {
			byte[] bytes = content.readNBytes(room + 1);
			if (bytes.length > room) {
				throw Problems.tooLarge(
						"The inputs and labels are more than %d bytes, files left out.".formatted(InputsSize.MAX),
						"Declare an input of type file for what is large, and send it with a file name.");
			}
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	/** Reads no more than a file may have: a larger one is another one. */
	private String compare(FileAddress address, String input, FileItemStream part) throws IOException {
		try (DigestInputStream content = new DigestInputStream(part.openStream(), DigestUtils.getSha256Digest())) {
			byte[] buffer = new byte[BUFFER];
			long left = this.files.maxFileSize() + 1;
			int read;
			do {
				read = content.read(buffer, 0, (int) Math.min(left, buffer.length));
				left -= Math.max(read, 0);
			}
			while (read > 0);
			return hex(content);
		}
	}

	private String keep(FileAddress address, String input, FileItemStream part) throws IOException {
		try (PartStream content = new PartStream(part.openStream())) {
			try {
				DigestInputStream digested = new DigestInputStream(content, DigestUtils.getSha256Digest());
				this.files.write(address, digested);
				return hex(digested);
			}
			catch (FileTooLargeException ex) {
				throw Problems.tooLarge("Input '%s': %s.".formatted(input, ex.getMessage()),
						"Send a smaller file, or raise windhover.files.max-file-size.");
			}
			catch (IOException ex) {
				if (content.isBroken()) {
					throw ex;
				}
				logger.warn("The file of an execution cannot be kept", ex);
				throw Problems.unavailable("The file of input '%s' cannot be kept.".formatted(input),
						"Try again later. The log says why; windhover.files says where the files are.", ex);
			}
		}
	}

	private static String hex(DigestInputStream content) {
		return HexFormat.of().formatHex(content.getMessageDigest().digest());
	}

	private static String fileName(String input, FileItemStream part) {
		try {
			return part.getName();
		}
		catch (InvalidFileNameException ex) {
			throw Problems.badRequest(input, "The name of the file of input '%s' has a NUL in it.".formatted(input),
					"Send a file name of other characters.");
		}
	}

	private void discard(String executionId) {
		try {
			this.files.delete(executionId);
		}
		catch (IOException ex) {
			logger.warn("The files of execution {}, which was refused, are not deleted: {}", executionId,
					ex.toString());
		}
	}

	/**
	 * Takes the file of an input.
	 */
	@FunctionalInterface
	private interface FileTaker {

		/**
		 * Returns the digest of its content.
		 */
		String take(FileAddress address, String input, FileItemStream part) throws IOException;

	}

}
