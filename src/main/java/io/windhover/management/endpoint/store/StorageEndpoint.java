package io.windhover.management.endpoint.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.file.FilesSize;
import io.windhover.instance.Instance;
import io.windhover.management.endpoint.list.FlowFilter;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.management.endpoint.store.StorageDescriptors.FilesContent;
import io.windhover.management.endpoint.store.StorageDescriptors.FlowShare;
import io.windhover.management.endpoint.store.StorageDescriptors.NamespaceShare;
import io.windhover.management.endpoint.store.StorageDescriptors.RepositoryContent;
import io.windhover.management.endpoint.store.StorageDescriptors.RepositoryKind;
import io.windhover.management.endpoint.store.StorageDescriptors.Storage;
import io.windhover.management.endpoint.store.StorageDescriptors.Store;
import io.windhover.management.endpoint.store.StorageDescriptors.TopicSize;
import io.windhover.management.storage.FlowStorage;
import io.windhover.management.storage.Forecast;
import io.windhover.management.storage.StorageKind;
import io.windhover.management.storage.StorageSample;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.storage.StoreSize;
import io.windhover.repository.RepositorySize;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * What fills the disks, by topic, store, kind of document and flow, as the last look of
 * this instance found it.
 */
@Endpoint(id = "storage")
public class StorageEndpoint {

	private final StorageSampler sampler;

	private final Instance instance;

	/**
	 * Shows the last sample of this process; it is empty before the first.
	 */
	public StorageEndpoint(StorageSampler sampler, Instance instance) {
		this.sampler = sampler;
		this.instance = instance;
	}

	/**
	 * Everything, with one page of the flows that the filters let pass.
	 * @param page counts from 0; null for the first
	 * @param size flows on a page; null for what is usual
	 */
	@ReadOperation
	public Storage storage(@Nullable String namespace, @Nullable String flowId, @Nullable String page,
			@Nullable String size) {
		FlowFilter filter = new FlowFilter(namespace, flowId);
		ListPage wanted = ListPage.of(page, size);
		StorageSample sample = this.sampler.last();
		if (sample == null) {
			return new Storage(null, null, this.instance.id(), bytes(Map.of()), Map.of(), null, null, null, null,
					List.of(), List.of(), 0, 0, List.of(), wanted.number(), wanted.size(), false);
		}
		List<FlowStorage> flows = sample.flows()
			.stream()
			.filter((flow) -> filter.passes(flow.namespace(), flow.flowId()))
			.toList();
		List<FlowShare> shown = wanted.of(flows).stream().map((flow) -> share(flow, sample.estimatedOf())).toList();
		return new Storage(sample.sampledAt(), sample.took(), this.instance.id(), bytes(sample.bytes()),
				errors(sample.errors()), topics(sample.topics()), stores(sample.stores()),
				repository(sample.repository()), files(sample.files()),
				sample.volumes().stream().map((each) -> disk(each, sample.sampledAt())).toList(),
				(flowId != null) ? namespaces(flows) : namespaces(sample, filter), sample.estimatedOf(), flows.size(),
				shown, wanted.number(), wanted.size(), wanted.isFollowed(flows));
	}

	private static Map<String, @Nullable Long> bytes(Map<StorageKind, Long> known) {
		Map<String, @Nullable Long> bytes = new LinkedHashMap<>();
		for (StorageKind kind : StorageKind.values()) {
			bytes.put(kind.id(), known.get(kind));
		}
		return bytes;
	}

	private static Map<String, String> errors(Map<StorageKind, String> known) {
		Map<String, String> errors = new LinkedHashMap<>();
		known.forEach((kind, error) -> errors.put(kind.id(), error));
		return errors;
	}

	private static @Nullable List<TopicSize> topics(@Nullable Map<String, Long> known) {
		return (known == null) ? null
				: known.entrySet()
					.stream()
					.map((entry) -> new TopicSize(entry.getKey(), entry.getValue()))
					.sorted(Comparator.comparingLong(TopicSize::bytes).reversed().thenComparing(TopicSize::topic))
					.toList();
	}

	private static @Nullable List<Store> stores(@Nullable List<StoreSize> known) {
		return (known == null) ? null
				: known.stream()
					.map((each) -> new Store(each.applicationId(), each.store(), each.bytes()))
					.sorted(Comparator.comparingLong(Store::bytes).reversed().thenComparing(Store::store))
					.toList();
	}

	private static @Nullable RepositoryContent repository(@Nullable RepositorySize known) {
		return (known == null) ? null : new RepositoryContent(known.where(), known.bytes(), known.kinds()
			.stream()
			.map((kind) -> new RepositoryKind(kind.kind(), kind.bytes(), kind.estimated()))
			.sorted(Comparator.comparingLong(RepositoryKind::bytes).reversed().thenComparing(RepositoryKind::kind))
			.toList());
	}

	private static @Nullable FilesContent files(@Nullable FilesSize known) {
		return (known != null) ? new FilesContent(known.bytes(), known.files(), known.whole()) : null;
	}

	private static StorageDescriptors.Disk disk(StorageSample.Filling filling, Instant sampledAt) {
		Forecast forecast = filling.forecast();
		Duration fullIn = (forecast != null) ? forecast.fullIn() : null;
		return new StorageDescriptors.Disk(filling.volume().kind().id(), filling.volume().where(),
				filling.volume().totalBytes(), filling.volume().usableBytes(),
				(forecast != null) ? forecast.bytesPerDay() : null, (forecast != null) ? forecast.since() : null,
				fullIn, (fullIn != null) ? sampledAt.plus(fullIn) : null);
	}

	private static List<NamespaceShare> namespaces(StorageSample sample, FlowFilter filter) {
		return sample.namespaces()
			.stream()
			.filter((each) -> filter.passesNamespace(each.namespace()))
			.map((each) -> new NamespaceShare(each.namespace(), each.bytes(), each.error(), each.files(),
					each.filesError()))
			.toList();
	}

	/** Of each namespace there is one flow of an id. */
	private static List<NamespaceShare> namespaces(List<FlowStorage> flows) {
		return flows.stream()
			.map((flow) -> new NamespaceShare(flow.namespace(), flow.bytes(), flow.error(), flow.files(),
					flow.filesError()))
			.toList();
	}

	private static FlowShare share(FlowStorage flow, long of) {
		return new FlowShare(flow.namespace(), flow.flowId(), flow.bytes(), flow.error(),
				(of > 0) ? (double) flow.bytes() / of : 0, flow.files(), flow.filesError());
	}

}
