package io.windhover.repository.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.windhover.repository.Refusal;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Sends bulk requests and reads their answers document by document. Those for which there
 * was no room are sent again, alone and a few times; a request that fails as a whole is
 * left to the caller.
 */
class BulkWriter {

	private static final Logger logger = LoggerFactory.getLogger(BulkWriter.class);

	private static final Map<String, String> PARAMETERS = Map.of("filter_path",
			"errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason");

	private static final int IN_FLIGHT = 2;

	private static final RetryPolicy BUSY = RetryPolicy.builder()
		.includes(BusyException.class)
		.maxRetries(5)
		.delay(Duration.ofMillis(100))
		.jitter(Duration.ofMillis(50))
		.multiplier(2)
		.maxDelay(Duration.ofSeconds(2))
		.build();

	private final ElasticsearchClient client;

	private final long maxRequestSize;

	private final BulkOperation nothing;

	private final RetryTemplate retry = new RetryTemplate(BUSY);

	/**
	 * A writer whose requests are not larger than a size, where a document is not.
	 * @param triggers the name of an index, which need not exist
	 */
	BulkWriter(ElasticsearchClient client, long maxRequestSize, String triggers) {
		this.client = client;
		this.maxRequestSize = maxRequestSize;
		this.nothing = BulkOperation.deletion("nothing", BulkOperation.Header.plain(triggers, "nothing"));
	}

	/**
	 * Returns when each document is written, refused, or there already as new as it is.
	 */
	Outcome write(List<BulkOperation> actions) {
		Round round = new Round(actions);
		this.retry.invoke(round);
		return new Outcome(round.refusals, round.conflicts);
	}

	/**
	 * What became of the documents that were not written.
	 *
	 * @param conflicts documents that somebody else has written
	 */
	record Outcome(List<Refusal> refusals, List<Object> conflicts) {
	}

	/**
	 * Documents that the server had no room for, or cannot write now for other reasons.
	 */
	private static final class BusyException extends RepositoryException {

		BusyException(String message) {
			super(message, null);
		}

	}

	/**
	 * A request and its answer to come.
	 */
	private record Sent(List<BulkOperation> actions, CompletableFuture<ElasticsearchResponse> response) {
	}

	/**
	 * Each run sends what is left.
	 */
	private final class Round implements Runnable {

		private final List<Refusal> refusals = new ArrayList<>();

		private final List<Object> conflicts = new ArrayList<>();

		private List<BulkOperation> left;

		private final List<BulkOperation> busy = new ArrayList<>();

		private @Nullable ItemError busyWith;

		private @Nullable RepositoryException failure;

		private boolean othersAreTaken;

		Round(List<BulkOperation> actions) {
			this.left = actions;
		}

		@Override
		public void run() {
			this.busy.clear();
			this.failure = null;
			this.othersAreTaken = false;
			Deque<Sent> sent = new ArrayDeque<>();
			int from = 0;
			while (from < this.left.size() && this.failure == null) {
				int to = end(from);
				sent.add(send(this.left.subList(from, to)));
				if (sent.size() == IN_FLIGHT) {
					read(sent.remove());
				}
				from = to;
			}
			// all of them, so that none is under way when the caller tries again
			sent.forEach(this::read);
			this.left = List.copyOf(this.busy);
			if (this.failure != null) {
				throw this.failure;
			}
			if (!this.left.isEmpty()) {
				throw new BusyException(
						"Elasticsearch did not take %d documents: %s".formatted(this.left.size(), this.busyWith));
			}
		}

		private int end(int from) {
			int to = from;
			long size = 0;
			while (to < this.left.size()) {
				size += this.left.get(to).lines().length;
				if (to > from && size > BulkWriter.this.maxRequestSize) {
					return to;
				}
				to++;
			}
			return to;
		}

		private Sent send(List<BulkOperation> actions) {
			ByteArrayOutputStream lines = new ByteArrayOutputStream();
			actions.forEach((action) -> lines.writeBytes(action.lines()));
			return new Sent(actions, BulkWriter.this.client.sendLines("/_bulk", PARAMETERS, lines.toByteArray()));
		}

		private void read(Sent request) {
			try {
				ElasticsearchResponse response = BulkWriter.this.client.await(request.response());
				if (isTooMuch(response)) {
					if (response.status() == 400) {
						checkThatOthersAreTaken(response);
					}
					split(request.actions(), response);
				}
				else {
					read(request.actions(), response);
				}
			}
			catch (RepositoryException ex) {
				this.failure = ex;
			}
		}

		/**
		 * Whether the request as a whole is refused for something that is in it: its
		 * size, or one document that makes it no bulk request.
		 */
		private boolean isTooMuch(ElasticsearchResponse response) {
			return response.status() == 413 || (response.status() == 400 && response.error().path("type").isString());
		}

		/**
		 * A server that takes no request at all, and says so with 400, would have
		 * everything refused, document by document.
		 */
		private void checkThatOthersAreTaken(ElasticsearchResponse refused) {
			if (!this.othersAreTaken) {
				ElasticsearchResponse response = BulkWriter.this.client
					.await(send(List.of(BulkWriter.this.nothing)).response());
				if (!response.isOk()) {
					throw refused.failure();
				}
				this.othersAreTaken = true;
			}
		}

		private void split(List<BulkOperation> actions, ElasticsearchResponse response) {
			if (actions.size() == 1) {
				refuse(actions.get(0),
						"Elasticsearch refuses it (%d): %s".formatted(response.status(), response.reason()));
				return;
			}
			logger.info("A request with {} documents is refused with {} and sent in halves: {}", actions.size(),
					response.status(), response.reason());
			int half = actions.size() / 2;
			read(send(actions.subList(0, half)));
			read(send(actions.subList(half, actions.size())));
		}

		private void read(List<BulkOperation> actions, ElasticsearchResponse response) {
			JsonNode json = response.json();
			if (!json.path("errors").isBoolean()) {
				throw new RepositoryException("What answers at %s is no Elasticsearch".formatted(response.host()),
						null);
			}
			if (!json.get("errors").booleanValue()) {
				return;
			}
			JsonNode items = json.path("items");
			if (items.size() != actions.size()) {
				throw new RepositoryException("Elasticsearch at %s answered for %d documents instead of %d"
					.formatted(response.host(), items.size(), actions.size()), null);
			}
			for (int i = 0; i < actions.size(); i++) {
				JsonNode item = items.get(i).iterator().next();
				if (item.has("error")) {
					failed(actions.get(i), ItemError.of(item.path("status").asInt(), item.get("error")));
				}
			}
		}

		private void failed(BulkOperation action, ItemError error) {
			if (action.isDeletion() && error.isNoIndex()) {
				logger.debug("What is to be deleted is not there: {}", error);
			}
			else if (error.isConflict()) {
				this.conflicts.add(action.document());
			}
			else if (error.isOfTheDocument()) {
				refuse(action, "Elasticsearch refuses it: " + error);
			}
			else {
				this.busy.add(action);
				this.busyWith = error;
			}
		}

		private void refuse(BulkOperation action, String reason) {
			this.refusals.add(new Refusal(action.document(), new IllegalArgumentException(reason)));
		}

	}

}
