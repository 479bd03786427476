package org.elasticsearch.node; // NodeConstruction and NodeServiceProvider are package-private

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.plugins.MockPluginsService;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * One real Elasticsearch node on loopback, made of the published jars.
 *
 * <p>Usage: {@code LoopbackNode HOME NAME HTTP_PORT TRANSPORT_PORT [NAME=TRANSPORT_PORT ...]}. The last
 * arguments are all nodes of the cluster; without them the node is a cluster of its own. Port 0 is any
 * free one. Writes its HTTP port to HOME/port when it serves. Stops when its standard
 * input ends, so that it does not outlive whoever started it.
 */
public final class LoopbackNode extends Node {
    private LoopbackNode(Environment environment) {
        super(NodeConstruction.prepareConstruction(environment, null, new NodeServiceProvider() {
            @Override
            PluginsService newPluginService(Environment e, PluginsLoader unused) {
                return new MockPluginsService(e.settings(), e, List.of(Netty4Plugin.class));
            }
        }, true));
    }

    public static void main(String[] args) throws Exception {
        Path home = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        Settings settings = settings(home, args);
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings);
        LoopbackNode node = new LoopbackNode(new Environment(settings, Files.createDirectories(home.resolve("config"))));
        node.start();

        int port = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        Path temporary = Files.writeString(home.resolve("port.tmp"), Integer.toString(port));
        Files.move(temporary, home.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0); // closing the node would wait for folders that may be gone
    }

    private static Settings settings(Path home, String[] args) {
        List<String> cluster = List.of(args).subList(4, args.length);
        Settings.Builder settings = Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", "kb-test")
            .put("node.name", args[1])
            .put("network.host", "127.0.0.1")
            .put("http.port", args[2])
            .put("transport.port", args[3])
            .put("transport.type", "netty4")
            .put("http.type", "netty4")
            .put("node.processors", 2)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("indices.breaker.total.use_real_memory", false);
        if (cluster.isEmpty()) {
            settings.put("discovery.type", "single-node");
        } else {
            settings.putList("discovery.seed_hosts", cluster.stream().map(n -> "127.0.0.1:" + n.split("=")[1]).toList());
            settings.putList("cluster.initial_master_nodes", cluster.stream().map(n -> n.split("=")[0]).toList());
        }
        return settings.build();
    }
}
