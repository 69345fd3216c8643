// Upstream's kube-apiserver with an etcd of its own, for tests: apiserver ETCD_FOLDER CLIENT_PORT PEER_PORT FLAGS...
package main

import (
	"fmt"
	"net/url"
	"os"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	client, peer := local(os.Args[2]), local(os.Args[3])
	if err := startEtcd(os.Args[1], client, peer); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	command := app.NewAPIServerCommand()
	command.SetArgs(append([]string{"--etcd-servers=" + client.String()}, os.Args[4:]...))
	os.Exit(cli.Run(command))
}

func startEtcd(folder string, client, peer url.URL) error {
	config := embed.NewConfig()
	config.Dir, config.LogLevel = folder, "error"
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	config.InitialCluster = "default=" + peer.String()
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	<-etcd.Server.ReadyNotify()
	return nil
}

func local(port string) url.URL {
	return url.URL{Scheme: "http", Host: "127.0.0.1:" + port}
}
