import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * An OpenSearch of one node until it is killed: its directory, its HTTP port, its transport port. Java runs this file as
 * it is.
 */
public final class OpenSearch {

	public static void main(String[] args) throws InterruptedException {
		int port = Integer.parseInt(args[1]);
		OpenSearchRunner runner = new OpenSearchRunner();
		runner.setMaxHttpPort(port);
		runner.onBuild((number, settings) -> {
			settings.put("network.host", "127.0.0.1");
			settings.put("transport.port", args[2]);
			settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
		});
		// the runner adds the number of the node
		runner.build(OpenSearchRunner.newConfigs().clusterName("windhover").basePath(args[0]).numOfNode(1)
				.baseHttpPort(port - 1));
		Thread.currentThread().join();
	}

}
